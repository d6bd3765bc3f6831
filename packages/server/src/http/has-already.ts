// Conditional requests (RFC 9110, 13.1.2): whoever names what they have is not sent it again.

import type { FastifyRequest } from 'fastify';

/** True where the client has that version already, by weak comparison. */
export function hasAlready({ headers }: Pick<FastifyRequest, 'headers'>, etag: string): boolean {
  const listed = String(headers['if-none-match'] ?? '').split(',');
  return listed.some((one) => one.trim() === '*' || one.trim().replace(/^W\//, '') === etag.replace(/^W\//, ''));
}

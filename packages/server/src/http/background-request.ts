// Requests that a page makes by itself: they say so, keep no session alive, and are given the changing lists alone.

import type { FastifyRequest } from 'fastify';

/** The header by which a page says that no person asked. */
export const BACKGROUND = 'x-patrec-background';

/** True where the page asks by itself. Whoever sends it falsely ends their own session sooner, and gets less. */
export function isBackground(request: FastifyRequest): boolean {
  return request.headers[BACKGROUND] !== undefined;
}

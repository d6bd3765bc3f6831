// The session cookie: out of reach of scripts, sent to this site alone; bound to the host and to TLS where there is TLS.

import type { FastifyReply, FastifyRequest } from 'fastify';

const PLAIN = 'patrec_session';
const SECURE = '__Host-patrec_session';

function nameFor(publicUrl: string): string {
  return isSecure(publicUrl) ? SECURE : PLAIN;
}

/** True where the public address is https. */
export function isSecure(publicUrl: string): boolean {
  return publicUrl.startsWith('https:');
}

/** The token that the browser sent; undefined where it sent none. */
export function sessionToken(request: FastifyRequest, publicUrl: string): string | undefined {
  return request.cookies[nameFor(publicUrl)];
}

/** Whose forms these are: a form token made in one session is worth nothing in another. */
export function formOwner(request: FastifyRequest, publicUrl: string): string {
  return sessionToken(request, publicUrl) ?? 'nobody';
}

/** Gives the browser its session token. */
export function setSessionCookie(reply: FastifyReply, publicUrl: string, token: string): void {
  const secure = isSecure(publicUrl);
  reply.setCookie(nameFor(publicUrl), token, { path: '/', httpOnly: true, sameSite: 'lax', secure });
}

/** Takes the session token from the browser. */
export function clearSessionCookie(reply: FastifyReply, publicUrl: string): void {
  reply.clearCookie(nameFor(publicUrl), { path: '/', httpOnly: true, sameSite: 'lax', secure: isSecure(publicUrl) });
}

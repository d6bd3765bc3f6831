// The session cookie: out of reach of scripts, sent to this site alone; bound to the host and to TLS where there is TLS.

import { createHash } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';

const PLAIN = 'patrec_session';
const STEP = 'patrec_sign_in';
const FORM = 'patrec_form';
const STEP_S = 600;

/** The name of a cookie: bound to the host where there is TLS. */
export function cookieName(publicUrl: string, name = PLAIN): string {
  return isSecure(publicUrl) ? `__Host-${name}` : name;
}

/** True where the public address is https. */
export function isSecure(publicUrl: string): boolean {
  return publicUrl.startsWith('https:');
}

/** The token that the browser sent; undefined where it sent none. */
export function sessionToken(request: FastifyRequest, publicUrl: string): string | undefined {
  return request.cookies[cookieName(publicUrl)];
}

/** Whose forms these are: a form token made in one session is worth nothing in another. */
export function formOwner(request: FastifyRequest, publicUrl: string): string {
  return sessionToken(request, publicUrl) ?? 'nobody';
}

/**
 * True of a form of somebody who is not signed in, of which the browser says that a page of ours sent it (Fetch Metadata). A
 * browser that opens several tabs at once gets a cookie with each, keeps the last, and can prove no other tab's forms by it.
 */
export function isStrangersOwn(request: FastifyRequest, publicUrl: string): boolean {
  return sessionToken(request, publicUrl) === undefined && request.headers['sec-fetch-site'] === 'same-origin';
}

/** The cookie that form tokens are bound to. */
export function formCookieName(publicUrl: string): string {
  return cookieName(publicUrl, FORM);
}

/** The browser that asks, as a hash of what only it has: its session's token, before there is one its form cookie. */
export function browserOf(request: FastifyRequest, publicUrl: string): Buffer {
  const own = sessionToken(request, publicUrl) ?? request.cookies[formCookieName(publicUrl)] ?? '';
  return createHash('sha256').update(own).digest();
}

/** The token of a sign-in that waits for a code; empty where the browser sent none. */
export function stepToken(request: FastifyRequest, publicUrl: string): string {
  return request.cookies[cookieName(publicUrl, STEP)] ?? '';
}

/** Gives the browser the token of a sign-in that waits for a code. */
export function setStepCookie(reply: FastifyReply, publicUrl: string, token: string): void {
  const secure = isSecure(publicUrl);
  const options = { path: '/', httpOnly: true, sameSite: 'lax', secure, maxAge: STEP_S } as const;
  reply.setCookie(cookieName(publicUrl, STEP), token, options);
}

/** Takes it away again. */
export function clearStepCookie(reply: FastifyReply, publicUrl: string): void {
  const secure = isSecure(publicUrl);
  reply.clearCookie(cookieName(publicUrl, STEP), { path: '/', httpOnly: true, sameSite: 'lax', secure });
}

/** Gives the browser its session token. */
export function setSessionCookie(reply: FastifyReply, publicUrl: string, token: string): void {
  const secure = isSecure(publicUrl);
  reply.setCookie(cookieName(publicUrl), token, { path: '/', httpOnly: true, sameSite: 'lax', secure });
}

/** Takes the session token from the browser. */
export function clearSessionCookie(reply: FastifyReply, publicUrl: string): void {
  reply.clearCookie(cookieName(publicUrl), { path: '/', httpOnly: true, sameSite: 'lax', secure: isSecure(publicUrl) });
}

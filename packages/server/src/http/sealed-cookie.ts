// What a form has sealed, carried to the page that confirms it: entries by chain and place, for one address and ten minutes.

import type { FastifyReply, FastifyRequest } from 'fastify';
import type { SealedEntry } from '../ledger/sealed-entries.ts';
import { cookieName, isSecure } from './session-cookie.ts';

const NAME = 'patrec_sealed';
const KEPT_S = 600;
const LONGEST_ADDRESS = 500;
const PLACE = /^([0-9a-f]{32})-(\d{1,9})$/;

/** Gives the browser the entries for the page at that address. */
export function keepSealed(
  reply: FastifyReply,
  publicUrl: string,
  address: string,
  entries: readonly SealedEntry[],
): void {
  if (address.length > LONGEST_ADDRESS) return;
  const value = [...entries.map(({ chain, seq }) => `${chain}-${seq}`), address].join(' ');
  const secure = isSecure(publicUrl);
  const options = { path: '/', httpOnly: true, sameSite: 'lax', secure, maxAge: KEPT_S } as const;
  reply.setCookie(cookieName(publicUrl, NAME), value, options);
}

/** The entries that the browser brings for the page it asks for; none where it brings something else. */
export function sealedFor(request: FastifyRequest, publicUrl: string, atMost: number): SealedEntry[] {
  const [address, ...places] = (request.cookies[cookieName(publicUrl, NAME)] ?? '').split(' ').reverse();
  if (address !== request.originalUrl) return [];
  return places
    .reverse()
    .slice(0, atMost)
    .flatMap((place) => {
      const [, chain, seq] = PLACE.exec(place) ?? [];
      return chain === undefined ? [] : [{ chain, seq: Number(seq) }];
    });
}

// What a request of the FHIR interface may say besides its address. What is not built is refused, never ignored.

import { createHash, type Hash } from 'node:crypto';
import { Readable } from 'node:stream';
import { BundleError } from '@patrec/fhir/bundle';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Actor } from '../../access/actor.ts';
import { practitioners } from '../../access/party-store.ts';
import { AppError } from '../../errors.ts';
import { FileError } from '../../files/file-error.ts';
import { FHIR_JSON } from '../../ledger/content-store.ts';
import type { App } from '../app.ts';
import { sessionToken } from '../session-cookie.ts';

/** The largest that is recorded from one request, the files of a document apart. */
export const LARGEST_BYTES = 2 * 1024 * 1024;
const NONCE_DIGITS = 32;
const FORMATS = ['json', 'application/json', FHIR_JSON];
const CONDITIONS = ['if-none-exist', 'if-match', 'if-unmodified-since'];

/** Refuses parameters and conditions that are not built. Throws AppError. */
export function refuseUnknown({ query, headers }: Pick<FastifyRequest, 'query' | 'headers'>): void {
  const { _format: format, ...others } = query as Record<string, unknown>;
  const [unknown] = Object.keys(others);
  if (unknown !== undefined)
    throw new AppError('unsupported', `The parameter ${unknown.slice(0, 40)} is not supported here.`);
  if (format !== undefined && !FORMATS.includes(String(format)))
    throw new AppError('unsupported', `The only format is ${FHIR_JSON}.`);
  const condition = CONDITIONS.find((name) => headers[name] !== undefined);
  if (condition) throw new AppError('unsupported', `Requests under the condition ${condition} are not supported here.`);
}

/**
 * Refuses what a page of another site could make a browser send with the session's cookie: anything but FHIR JSON, and any
 * origin but ours. A client without the cookie is not asked.
 */
export function refuseForeign(request: FastifyRequest, publicUrl: string): void {
  const { body, headers } = request;
  if (!Buffer.isBuffer(body) && !(body instanceof Readable))
    throw new AppError('forbidden', `What is written here is sent as ${FHIR_JSON}.`);
  const foreign = headers.origin !== undefined && headers.origin !== new URL(publicUrl).origin;
  if (foreign && sessionToken(request, publicUrl) !== undefined)
    throw new AppError('forbidden', 'This cannot be sent from a page of another site.');
}

/** The bytes that were sent, where they were gathered. */
export function bytesOf({ body }: Pick<FastifyRequest, 'body'>): Uint8Array {
  return body as Buffer;
}

/** The nonce that the client's Idempotency-Key makes; undefined without one. Throws incorrect. */
export function keyNonce({ headers }: Pick<FastifyRequest, 'headers'>): string | undefined {
  const key = headers['idempotency-key'];
  if (key === undefined) return undefined;
  if (!/^[!-~]{8,200}$/.test(String(key)))
    throw new AppError('incorrect', 'An Idempotency-Key has 8 to 200 characters of ASCII, without spaces.');
  return nonceOf(createHash('sha256').update(`key\0${key}`));
}

/** The hash, for `nonceOf`, of what is named by its content: the same bytes in the same place are one submission. */
export function contentHash(place: string): Hash {
  return createHash('sha256').update(`content\0${place}\0`);
}

/** The nonce of what the hash has taken, which takes no more. */
export function nonceOf(hash: Hash): string {
  return hash.digest('hex').slice(0, NONCE_DIGITS);
}

/** The author as resources name them, `Practitioner/<id>`. Throws forbidden for whoever is none. */
export async function authorOf({ db }: Pick<App, 'db'>, { account }: Actor): Promise<string> {
  const id = (await practitioners(db, [account])).get(account)?.resourceId;
  if (!id) throw new AppError('forbidden', 'You may not write records.');
  return `Practitioner/${id}`;
}

/** What the client would like to be answered; the body of what was written where it says nothing of use. */
export function preference({ headers }: Pick<FastifyRequest, 'headers'>): 'minimal' | 'representation' | undefined {
  const said = /(?:^|[,;]\s*)return=(minimal|representation)\b/.exec(String(headers.prefer ?? ''))?.[1];
  return said as 'minimal' | 'representation' | undefined;
}

/** Gives what `parse` gives; what is wrong with the content becomes the error that names its elements. */
export function parsed<Result>(parse: () => Result): Result {
  try {
    return parse();
  } catch (error) {
    return refusedContent(error);
  }
}

/** Throws what a client is told of content that was refused; any other error as it is. */
export function refusedContent(error: unknown): never {
  if (error instanceof FileError)
    throw error.code === 'file-no-room'
      ? new AppError('unavailable', 'There is no room for files at the moment. Nothing was kept.', { cause: error })
      : new AppError('invalid', 'Too many files wait for their records. Send it again tomorrow.', { cause: error });
  if (!(error instanceof BundleError)) throw error;
  const { issues, unread } = error;
  throw new AppError(unread ? 'incorrect' : 'invalid', 'What was sent is not valid.', { issues });
}

/** The headers of a version. `recordedAt` is ISO 8601 UTC. */
export function versionHeaders(
  reply: FastifyReply,
  { version, recordedAt }: { readonly version: number; readonly recordedAt: string },
): FastifyReply {
  return reply
    .header('cache-control', 'no-store')
    .header('etag', etagOf(version))
    .header('last-modified', new Date(recordedAt).toUTCString());
}

/** The entity tag of a version. */
export function etagOf(version: number): string {
  return `W/"${version}"`;
}

// Posted forms: every value as text, or a list of texts; nothing else comes out.

import { Readable } from 'node:stream';
import type { FastifyRequest } from 'fastify';
import { AppError } from '../errors.ts';

export type Form = Readonly<Record<string, string>>;

/** The form's values, the first of each name. */
export function formOf(request: Pick<FastifyRequest, 'body'>): Form {
  return Object.fromEntries(
    entries(request).map(([name, value]) => [name, Array.isArray(value) ? String(value[0]) : String(value)]),
  );
}

/** All values of one name, as a group of check boxes sends them. */
export function listOf(request: Pick<FastifyRequest, 'body'>, name: string): string[] {
  const value = entries(request).find(([key]) => key === name)?.[1];
  return value === undefined ? [] : Array.isArray(value) ? value.map(String) : [String(value)];
}

function entries({ body }: Pick<FastifyRequest, 'body'>): [string, unknown][] {
  return typeof body === 'object' && body !== null ? Object.entries(body) : [];
}

/** Longer headers are refused by proxies on the way. */
const LONGEST_PATH = 2_000;

/** A path on this site to go back to; `/` for anything that could lead elsewhere. */
export function localPath(text: string | undefined): string {
  if (text === undefined || text.length > LONGEST_PATH) return '/';
  // Printable ASCII without the backslash, which browsers take for a slash: a header holds nothing else.
  return /^\/(?![/\\])[!-[\]-~]*$/.test(text) ? text : '/';
}

/**
 * Refuses a request with a zero character in an address or a form: PostgreSQL has no such text, and a statement that
 * serves many requests would fail for all of them. Throws incorrect.
 */
export function refuseZeroCharacters({ params, query, body }: FastifyRequest): void {
  const texts = [params, query, Buffer.isBuffer(body) || body instanceof Readable ? {} : body].flatMap((values) =>
    Object.entries(values ?? {}).flat(2),
  );
  if (texts.some((text) => typeof text === 'string' && text.includes('\0')))
    throw new AppError('incorrect', 'The request cannot be understood.');
}

// Posted forms: every value as text, or a list of texts; nothing else comes out.

import type { FastifyRequest } from 'fastify';

export type Form = Readonly<Record<string, string>>;

/** The form's values, the first of each name. */
export function formOf(request: FastifyRequest): Form {
  return Object.fromEntries(
    entries(request).map(([name, value]) => [name, Array.isArray(value) ? String(value[0]) : String(value)]),
  );
}

/** All values of one name, as a group of check boxes sends them. */
export function listOf(request: FastifyRequest, name: string): string[] {
  const value = entries(request).find(([key]) => key === name)?.[1];
  return value === undefined ? [] : Array.isArray(value) ? value.map(String) : [String(value)];
}

function entries({ body }: FastifyRequest): [string, unknown][] {
  return typeof body === 'object' && body !== null ? Object.entries(body) : [];
}

/** A path on this site to go back to; `/` for anything that could lead elsewhere. */
export function localPath(text: string | undefined): string {
  if (!text || !/^\/(?![/\\])[^\s\\]*$/.test(text) || hasControl(text)) return '/';
  return text;
}

function hasControl(text: string): boolean {
  return [...text].some((character) => character < ' ' || character === '\u007f');
}

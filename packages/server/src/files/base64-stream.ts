// Base64 (RFC 4648, section 4) of what streams, in both directions; a piece is in memory at a time.

/** Thrown where text is not base64. */
export class Base64Error extends Error {
  constructor() {
    super('The text is not base64.');
    this.name = 'Base64Error';
  }
}

const GROUPS = /^[A-Za-z0-9+/]*$/;
const LAST_GROUP = /^[A-Za-z0-9+/]{2}(?:==|[A-Za-z0-9+/](?:=|[A-Za-z0-9+/]))$/;
const PART_OF_ESCAPE = /\\(?:u[0-9A-Fa-f]{0,3})?$/;

/** How long the base64 of so many bytes is. */
export function base64Length(bytes: number): number {
  return Math.ceil(bytes / 3) * 4;
}

/** The base64 of bytes, as ASCII. */
export async function* toBase64(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
  let held = Buffer.alloc(0);
  for await (const piece of bytes) {
    const all = Buffer.concat([held, piece]);
    const whole = all.length - (all.length % 3);
    if (whole > 0) yield Buffer.from(all.toString('base64', 0, whole), 'latin1');
    held = all.subarray(whole);
  }
  if (held.length > 0) yield Buffer.from(held.toString('base64'), 'latin1');
}

/**
 * The bytes of base64 that stands in a JSON string (RFC 8259, section 7): `text` is what is between its quotes, as it is
 * written, for some programs write `\/` or `\u002b`. Throws Base64Error, for nothing at all too.
 */
export async function* fromBase64(text: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
  let held = '';
  for await (const piece of unescaped(text)) {
    const all = held + piece;
    // The last group may be the one that is filled up.
    const whole = Math.max(0, Math.ceil(all.length / 4) - 1) * 4;
    if (whole > 0) yield decoded(all.slice(0, whole), GROUPS);
    held = all.slice(whole);
  }
  yield decoded(held, LAST_GROUP);
}

function decoded(text: string, pattern: RegExp): Buffer {
  if (!pattern.test(text)) throw new Base64Error();
  return Buffer.from(text, 'base64');
}

// What is no JSON is no base64 either.
async function* unescaped(text: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  let held = '';
  for await (const piece of text) {
    const all = held + Buffer.from(piece.buffer, piece.byteOffset, piece.length).toString('latin1');
    held = PART_OF_ESCAPE.exec(all.slice(-5))?.[0] ?? '';
    yield plainOf(all.slice(0, all.length - held.length));
  }
  if (held !== '') throw new Base64Error();
}

function plainOf(text: string): string {
  if (!text.includes('\\')) return text;
  try {
    return String(JSON.parse(`"${text}"`));
  } catch {
    throw new Base64Error();
  }
}

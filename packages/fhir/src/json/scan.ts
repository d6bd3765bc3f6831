// The tokens of JSON text (RFC 8259): white space, strings, numbers, literal names.
import { JsonError } from './error.ts';

/** Text that is being read, the place reached, and how many arrays and objects are open there. */
export interface Scanner {
  readonly text: string;
  at: number;
  depth: number;
}

const numberPattern = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const [tab, lineFeed, carriageReturn, space, quote, backslash] = [0x09, 0x0a, 0x0d, 0x20, 0x22, 0x5c];

/** The error for the place reached, or for `at`. */
export function refuse(scanner: Scanner, reason: string, at = scanner.at): JsonError {
  const before = scanner.text.slice(0, at);
  const line = before.split('\n').length;
  return new JsonError(reason, line, at - before.lastIndexOf('\n'));
}

/** Steps over white space and gives the next character's code (NaN at the end). */
export function skipSpace(scanner: Scanner): number {
  for (;;) {
    const code = scanner.text.charCodeAt(scanner.at);
    if (code !== space && code !== lineFeed && code !== carriageReturn && code !== tab) return code;
    scanner.at += 1;
  }
}

/** Reads a string that starts here. Refuses control characters, unknown escapes and lone surrogates. */
export function scanString(scanner: Scanner): string {
  const start = scanner.at;
  let escaped = false;
  for (scanner.at += 1; ; scanner.at += 1) {
    const code = scanner.text.charCodeAt(scanner.at);
    if (code === quote) break;
    if (Number.isNaN(code)) throw refuse(scanner, 'a string is not closed', start);
    if (code < space) throw refuse(scanner, 'a control character must be escaped');
    if (code !== backslash) continue;
    escaped = true;
    scanner.at += 1;
  }
  scanner.at += 1;
  return escaped ? withoutEscapes(scanner, start) : scanner.text.slice(start + 1, scanner.at - 1);
}

function withoutEscapes(scanner: Scanner, start: number): string {
  const text = readEscapes(scanner, start);
  if (!text.isWellFormed()) throw refuse(scanner, 'half a surrogate pair is not a character', start);
  return text;
}

function readEscapes(scanner: Scanner, start: number): string {
  try {
    return String(JSON.parse(scanner.text.slice(start, scanner.at)));
  } catch (error) {
    throw Object.assign(refuse(scanner, 'an escape is not valid', start), { cause: error });
  }
}

/** Reads a number that starts here and gives its text as written. */
export function scanNumber(scanner: Scanner): string {
  numberPattern.lastIndex = scanner.at;
  const text = numberPattern.exec(scanner.text)?.[0];
  if (text === undefined) throw refuse(scanner, 'a value was expected');
  scanner.at += text.length;
  return text;
}

/** Steps over `name` if it stands here. */
export function skipName(scanner: Scanner, name: string): boolean {
  if (!scanner.text.startsWith(name, scanner.at)) return false;
  scanner.at += name.length;
  return true;
}

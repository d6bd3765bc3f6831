// Canonical JSON, RFC 8785 (JCS), narrowed to what statements and headers are made of: strings, safe integers, arrays and
// objects. Narrowed so, every value has one text in every language: no floating point, no null, no boolean.
import canonicalize from 'canonicalize';
import { fromUtf8, utf8 } from './bytes.ts';
import { type Check, ProofError } from './proof-error.ts';

// Far above a statement's three levels; it keeps hostile nesting from exhausting the stack.
const MAX_DEPTH = 32;

interface Foreign {
  readonly path: string;
  readonly why: string;
}

/** Gives the RFC 8785 bytes of `value`. Throws ProofError `canonical`, naming the member that has no place in it. */
export function canonicalJson(value: unknown): Uint8Array {
  return utf8(canonicalText(value, 'value', 'canonical'));
}

/**
 * Gives the value of canonical bytes. Strict: bytes that do not format back to themselves are refused, and with them
 * duplicate keys, other orders of keys, white space, escapes and `1.0`. Throws ProofError `check`, naming `what`.
 */
export function parseCanonicalJson(bytes: Uint8Array, what: string, check: Check): unknown {
  const text = decode(bytes, what, check);
  const value = parseJson(text, what, check);
  // Comparing texts is comparing bytes: valid UTF-8 decodes one to one.
  if (canonicalText(value, what, check) === text) return value;
  throw new ProofError(check, `The ${what} is not in canonical form (RFC 8785).`);
}

function canonicalText(value: unknown, what: string, check: Check): string {
  // RFC 8785 is JSON.stringify over sorted members (section 3.2).
  if (isInOrder(value, 0)) return JSON.stringify(value);
  const foreign = findForeign(value, 0);
  if (foreign) throw new ProofError(check, `${what}${foreign.path} ${foreign.why}.`);
  return canonicalize(value) as string;
}

// Of the four kinds, its members sorted: what was parsed from canonical text is, and need not be put together member by member.
function isInOrder(value: unknown, depth: number): boolean {
  if (typeof value === 'string') return value.isWellFormed();
  if (typeof value === 'number') return isWhole(value);
  if (depth > MAX_DEPTH) return false;
  if (Array.isArray(value)) return isArrayInOrder(value, depth);
  return isPlainObject(value) && areMembersInOrder(value, depth);
}

// Not `every`, which passes over holes.
function isArrayInOrder(values: readonly unknown[], depth: number): boolean {
  for (let i = 0; i < values.length; i++) if (!isInOrder(values[i], depth + 1)) return false;
  return true;
}

function areMembersInOrder(object: Readonly<Record<string, unknown>>, depth: number): boolean {
  let before = '';
  for (const name of Object.keys(object)) {
    if (name < before || !name.isWellFormed() || !isInOrder(object[name], depth + 1)) return false;
    before = name;
  }
  return true;
}

function parseJson(text: string, what: string, check: Check): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new ProofError(check, `The ${what} is not JSON.`);
  }
}

function decode(bytes: Uint8Array, what: string, check: Check): string {
  try {
    return fromUtf8(bytes);
  } catch {
    throw new ProofError(check, `The ${what} is not valid UTF-8.`);
  }
}

// Gives the first member that is none of the four kinds, or undefined. The path is built on the way out only.
function findForeign(value: unknown, depth: number): Foreign | undefined {
  if (typeof value === 'string') return value.isWellFormed() ? undefined : alone('holds half of a surrogate pair');
  if (typeof value === 'number') return isWhole(value) ? undefined : alone('is not a safe integer');
  if (depth > MAX_DEPTH) return alone('is nested too deeply');
  if (Array.isArray(value)) return findInArray(value, depth);
  if (isPlainObject(value)) return findInObject(value, depth);
  return alone('is not a string, a safe integer, an array or an object');
}

function findInArray(values: readonly unknown[], depth: number): Foreign | undefined {
  for (let i = 0; i < values.length; i++) {
    const foreign = findForeign(values[i], depth + 1);
    if (foreign) return { ...foreign, path: `[${i}]${foreign.path}` };
  }
  return undefined;
}

function findInObject(object: Readonly<Record<string, unknown>>, depth: number): Foreign | undefined {
  for (const name of Object.keys(object)) {
    if (!name.isWellFormed()) return alone('has a member whose name holds half of a surrogate pair');
    const foreign = findForeign(object[name], depth + 1);
    if (foreign) return { ...foreign, path: `.${name}${foreign.path}` };
  }
  return undefined;
}

function alone(why: string): Foreign {
  return { path: '', why };
}

// Minus zero would be written as 0 and read back as another value.
function isWhole(value: number): boolean {
  return Number.isSafeInteger(value) && !Object.is(value, -0);
}

// Dates, maps and boxed values have other prototypes; they would be written as something they are not.
function isPlainObject(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null) return false;
  const prototype = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

// Strict JSON: RFC 8259 with what RFC 7493 (I-JSON) asks for: valid UTF-8, no duplicate key, no lone surrogate.
// lossless-json's own parser lets a repeated key with an equal value pass and has no limit of depth.
import { LosslessNumber } from 'lossless-json';
import { JsonError } from './error.ts';
import { refuse, type Scanner, scanNumber, scanString, skipName, skipSpace } from './scan.ts';
import type { JsonObject, JsonValue } from './value.ts';

const deepest = 64;
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const [quote, comma, colon, openArray, closeArray, openObject, closeObject] = [
  0x22, 0x2c, 0x3a, 0x5b, 0x5d, 0x7b, 0x7d,
];

/**
 * The value that UTF-8 JSON text holds. Numbers are LosslessNumber; objects have no prototype, so `__proto__` and
 * `constructor` are keys like any other. Throws JsonError for anything that is not strict JSON: a byte order mark,
 * invalid UTF-8, a repeated key, half a surrogate pair, arrays and objects nested over 64 deep, text after the value.
 */
export function parseJson(bytes: Uint8Array): JsonValue {
  const scanner: Scanner = { text: decode(bytes), at: 0, depth: 0 };
  const value = parseValue(scanner);
  if (!Number.isNaN(skipSpace(scanner))) throw refuse(scanner, 'there is more after the end of the value');
  return value;
}

function decode(bytes: Uint8Array): string {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) throw new JsonError('a byte order mark', 1, 1);
  try {
    return decoder.decode(bytes);
  } catch (error) {
    throw Object.assign(new JsonError('the bytes are not UTF-8', 1, 1), { cause: error });
  }
}

function parseValue(scanner: Scanner): JsonValue {
  const code = skipSpace(scanner);
  if (code === quote) return scanString(scanner);
  if (code === openObject) return nested(scanner, parseObject);
  if (code === openArray) return nested(scanner, parseArray);
  if (skipName(scanner, 'true')) return true;
  if (skipName(scanner, 'false')) return false;
  if (skipName(scanner, 'null')) return null;
  return new LosslessNumber(scanNumber(scanner));
}

function nested<T>(scanner: Scanner, parse: (scanner: Scanner) => T): T {
  scanner.depth += 1;
  if (scanner.depth > deepest) throw refuse(scanner, `nested over ${deepest} deep`);
  scanner.at += 1;
  const value = parse(scanner);
  scanner.depth -= 1;
  return value;
}

function parseArray(scanner: Scanner): JsonValue[] {
  const items: JsonValue[] = [];
  if (stepIf(scanner, closeArray)) return items;
  do items.push(parseValue(scanner));
  while (stepIf(scanner, comma));
  step(scanner, closeArray, 'a comma or ] was expected');
  return items;
}

function parseObject(scanner: Scanner): JsonObject {
  const object: JsonObject = Object.create(null);
  if (stepIf(scanner, closeObject)) return object;
  do parseMember(scanner, object);
  while (stepIf(scanner, comma));
  step(scanner, closeObject, 'a comma or } was expected');
  return object;
}

function parseMember(scanner: Scanner, object: JsonObject): void {
  if (skipSpace(scanner) !== quote) throw refuse(scanner, 'a key was expected');
  const start = scanner.at;
  const key = scanString(scanner);
  if (key in object) throw refuse(scanner, `the key ${JSON.stringify(key)} is there twice`, start);
  step(scanner, colon, 'a colon was expected');
  object[key] = parseValue(scanner);
}

function stepIf(scanner: Scanner, code: number): boolean {
  if (skipSpace(scanner) !== code) return false;
  scanner.at += 1;
  return true;
}

function step(scanner: Scanner, code: number, reason: string): void {
  if (!stepIf(scanner, code)) throw refuse(scanner, reason);
}

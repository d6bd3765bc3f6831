// Compact JSON text (RFC 8259) with numbers in the digits they were written with.
import { isLosslessNumber } from 'lossless-json';
import type { JsonObject, JsonValue } from './value.ts';

/**
 * The value as compact UTF-8 JSON: members in their order, numbers as typed. Throws TypeError for what JSON cannot
 * say exactly: undefined, a JavaScript number, half a surrogate pair.
 */
export function formatJson(value: JsonValue): Uint8Array {
  return new TextEncoder().encode(format(value));
}

function format(value: JsonValue): string {
  if (typeof value === 'string') return formatString(value);
  if (value === null || typeof value === 'boolean') return String(value);
  if (isLosslessNumber(value)) return value.toString();
  if (typeof value !== 'object') throw new TypeError(`${typeof value} is not a JSON value here`);
  return Array.isArray(value) ? formatArray(value) : formatObject(value);
}

// Text is put together as it goes: half of the time that lists of parts take, and every write of a record waits for it.
function formatArray(items: readonly JsonValue[]): string {
  let text = '[';
  for (const item of items) text += (text === '[' ? '' : ',') + format(item);
  return `${text}]`;
}

function formatObject(object: JsonObject): string {
  let text = '{';
  for (const key of Object.keys(object)) {
    text += `${text === '{' ? '' : ','}${formatString(key)}:${format(object[key] as JsonValue)}`;
  }
  return `${text}}`;
}

// Nothing in it needs an escape (RFC 8259, section 7): printable ASCII without the quote and the backslash.
const plain = /^[ !#-[\]-~]*$/;

function formatString(text: string): string {
  if (plain.test(text)) return `"${text}"`;
  if (!text.isWellFormed()) throw new TypeError('half a surrogate pair is not a character');
  return JSON.stringify(text);
}

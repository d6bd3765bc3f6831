// Compact JSON text (RFC 8259) with numbers in the digits they were written with.
import { isLosslessNumber } from 'lossless-json';
import type { JsonValue } from './value.ts';

/**
 * The value as compact UTF-8 JSON: members in their order, numbers as typed. Throws TypeError for what JSON cannot
 * say exactly: undefined, a JavaScript number, half a surrogate pair.
 */
export function formatJson(value: JsonValue): Uint8Array {
  return new TextEncoder().encode(format(value));
}

function format(value: JsonValue): string {
  if (value === null || typeof value === 'boolean') return String(value);
  if (typeof value === 'string') return formatString(value);
  if (isLosslessNumber(value)) return value.toString();
  if (Array.isArray(value)) return `[${value.map(format).join(',')}]`;
  if (typeof value !== 'object') throw new TypeError(`${typeof value} is not a JSON value here`);
  const members = Object.keys(value).map((key) => `${formatString(key)}:${format(value[key] as JsonValue)}`);
  return `{${members.join(',')}}`;
}

function formatString(text: string): string {
  if (!text.isWellFormed()) throw new TypeError('half a surrogate pair is not a character');
  return JSON.stringify(text);
}

// Resources as plain JavaScript, as the validators want them: numbers in place of exact decimals.
import { isLosslessNumber } from 'lossless-json';
import { isObject, type JsonObject, type JsonValue } from '../json/value.ts';

/** A value with JavaScript numbers and prototypes. `rename` gives what each `reference` is to say. */
export function plainOf(value: JsonValue, rename: (reference: string) => string = (reference) => reference): unknown {
  if (isLosslessNumber(value)) return Number(value.toString());
  if (Array.isArray(value)) return value.map((item) => plainOf(item, rename));
  return isObject(value) ? plainObject(value, rename) : value;
}

function plainObject(value: JsonObject, rename: (reference: string) => string): unknown {
  const object: Record<string, unknown> = {};
  for (const key of Object.keys(value)) {
    const item = value[key] as JsonValue;
    const renamed = key === 'reference' && typeof item === 'string' ? rename(item) : plainOf(item, rename);
    if (key === '__proto__') Object.defineProperty(object, key, { value: renamed, enumerable: true });
    else object[key] = renamed;
  }
  return object;
}

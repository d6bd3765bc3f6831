// References between the entries of a transaction (https://hl7.org/fhir/R4/bundle.html#references).
import { isObject, type JsonObject, type JsonValue, objectOf, textAt } from '../json/value.ts';

/** A reference that was found, and the path of its element. */
export interface FoundReference {
  readonly reference: string;
  readonly path: string;
}

/** Every `reference` in a value, contained resources included, with its path. */
export function referencesIn(value: JsonValue, path: string): FoundReference[] {
  if (Array.isArray(value)) return value.flatMap((item, index) => referencesIn(item, `${path}[${index}]`));
  if (!isObject(value)) return [];
  const own = textAt(value, 'reference');
  const inner = Object.keys(value).flatMap((key) => referencesIn(value[key] as JsonValue, `${path}.${key}`));
  return own === undefined ? inner : [{ reference: own, path: `${path}.reference` }, ...inner];
}

/** A copy of the value in which each `reference` says what `rename` gives for it. Everything else is as it was. */
export function withReferences(value: JsonValue, rename: (reference: string) => string): JsonValue {
  if (Array.isArray(value)) return value.map((item) => withReferences(item, rename));
  if (!isObject(value)) return value;
  return renamedMembers(value, rename);
}

/** The same for an object. */
export function renamedMembers(value: JsonObject, rename: (reference: string) => string): JsonObject {
  const members = Object.keys(value).map((key): [string, JsonValue] => {
    const item = value[key] as JsonValue;
    return [key, key === 'reference' && typeof item === 'string' ? rename(item) : withReferences(item, rename)];
  });
  return objectOf(Object.fromEntries(members));
}

/** Why a reference that no entry answers is refused, or undefined when it may stay as it is. */
export function danglingProblem(reference: string): string | undefined {
  if (reference.startsWith('#') || /^https?:\/\//.test(reference)) return undefined;
  if (/^urn:/.test(reference)) return `no entry of the bundle is ${reference}`;
  if (reference.includes('?')) return `conditional references are not supported: ${reference}`;
  return `no entry of the bundle is ${reference}, and a bundle may not name records that are stored here`;
}

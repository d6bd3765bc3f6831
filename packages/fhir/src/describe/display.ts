// FHIR R4 datatypes as text for people, with numbers as they are stored (https://hl7.org/fhir/R4/datatypes.html).
import { isObject, type JsonObject, type JsonValue, objectsAt, textAt, textOf } from '../json/value.ts';

/** The values at a dotted path; arrays on the way are walked through. */
export function valuesAt(value: JsonValue | undefined, path: string): JsonValue[] {
  return path.split('.').reduce<JsonValue[]>((found, key) => found.flatMap((item) => step(item, key)), [value ?? null]);
}

/** The text of the first value at a path that has any. */
export function displayAt(resource: JsonObject, ...paths: string[]): string | undefined {
  return displaysAt(resource, ...paths)[0];
}

/** The texts of all values at the paths, each once. */
export function displaysAt(resource: JsonObject, ...paths: string[]): string[] {
  const texts = paths.flatMap((path) => valuesAt(resource, path)).map(displayOf);
  return [...new Set(texts.filter((text) => text !== undefined && text !== ''))] as string[];
}

/** A value of any datatype as text: what it says itself, else its parts. Undefined when there is nothing to read. */
export function displayOf(value: JsonValue | undefined): string | undefined {
  if (typeof value === 'boolean') return String(value);
  if (!isObject(value)) return textOf(value);
  const said = textAt(value, 'text') ?? textAt(value, 'display');
  return (
    said ?? measureText(value) ?? codingsText(value) ?? spanText(value) ?? nameText(value) ?? identifierText(value)
  );
}

/** A Quantity's number as stored, with its comparator; a Range's as `low – high`. */
export function numberText(value: JsonObject): string | undefined {
  const number = textAt(value, 'value');
  const comparator = textAt(value, 'comparator');
  if (number !== undefined) return comparator === undefined ? number : `${comparator} ${number}`;
  const [low, high] = [value.low, value.high].map((end) => (isObject(end) ? textAt(end, 'value') : undefined));
  return low === undefined && high === undefined ? undefined : `${low ?? ''} – ${high ?? ''}`.trim();
}

/** The unit of a Quantity or a Range. */
export function unitText(value: JsonObject): string | undefined {
  const unit = textAt(value, 'unit') ?? textAt(value, 'currency');
  if (unit !== undefined) return unit;
  const end = isObject(value.low) ? value.low : value.high;
  return isObject(end) ? textAt(end, 'unit') : undefined;
}

function step(value: JsonValue, key: string): JsonValue[] {
  if (Array.isArray(value)) return value.flatMap((item) => step(item, key));
  const next = isObject(value) ? value[key] : undefined;
  if (next === undefined) return [];
  return Array.isArray(next) ? next : [next];
}

function codingsText(value: JsonObject): string | undefined {
  const texts = objectsAt(value, 'coding').map((item) => textAt(item, 'display') ?? textAt(item, 'code'));
  return texts.find((text) => text !== undefined) ?? textAt(value, 'code');
}

function measureText(value: JsonObject): string | undefined {
  const number = typeof value.value === 'string' ? undefined : numberText(value);
  const unit = unitText(value) ?? textAt(value, 'code')?.replace(/^\{.*\}$/, ''); // in braces UCUM has a remark, no unit
  return number === undefined ? undefined : [number, unit].filter(Boolean).join(' ');
}

function spanText(value: JsonObject): string | undefined {
  const [start, end] = [textAt(value, 'start'), textAt(value, 'end')];
  return start === undefined && end === undefined ? undefined : `${start ?? '…'} – ${end ?? '…'}`;
}

function nameText(value: JsonObject): string | undefined {
  const parts = ['prefix', 'given', 'family', 'suffix', 'line', 'city', 'state', 'postalCode', 'country'];
  const texts = parts.flatMap((part) => valuesAt(value, part)).map(textOf);
  return texts.length === 0 ? undefined : texts.join(' ');
}

function identifierText(value: JsonObject): string | undefined {
  return textAt(value, 'value') ?? (isObject(value.identifier) ? textAt(value.identifier, 'value') : undefined);
}

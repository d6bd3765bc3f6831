// JSON values as this package holds them: numbers keep the digits they were written with (FHIR R4, datatypes:
// "the precision of a decimal value has significance").
import { isLosslessNumber, LosslessNumber } from 'lossless-json';

/** One JSON value. A number is a LosslessNumber: `1.50` stays `1.50`. */
export type JsonValue = null | boolean | string | LosslessNumber | JsonValue[] | JsonObject;

/** A JSON object. Those that parseJson gives have no prototype, so no key is ever inherited. */
export interface JsonObject {
  [key: string]: JsonValue;
}

/** Whether the value is a JSON object (not an array, not a number). */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !isLosslessNumber(value);
}

/** A JSON number with exactly these digits. Throws when the text is not a JSON number. */
export function decimal(text: string): LosslessNumber {
  return new LosslessNumber(text);
}

/** An object of those members that are not undefined, in the order given. */
export function objectOf(members: Readonly<Record<string, JsonValue | undefined>>): JsonObject {
  const object: JsonObject = {};
  for (const [key, value] of Object.entries(members)) if (value !== undefined) object[key] = value;
  return object;
}

/** The text of a number or string member, else undefined. Numbers come as they were written. */
export function textOf(value: JsonValue | undefined): string | undefined {
  if (typeof value === 'string') return value;
  return isLosslessNumber(value) ? value.toString() : undefined;
}

/** A member that is an object, else undefined. */
export function objectAt(parent: JsonObject | undefined, key: string): JsonObject | undefined {
  const value = parent?.[key];
  return isObject(value) ? value : undefined;
}

/** A member's text (string or number), else undefined. */
export function textAt(parent: JsonObject | undefined, key: string): string | undefined {
  return textOf(parent?.[key]);
}

/** The objects in a member that is an array; none when it is absent. */
export function objectsAt(parent: JsonObject | undefined, key: string): JsonObject[] {
  const value = parent?.[key];
  return Array.isArray(value) ? value.filter(isObject) : [];
}

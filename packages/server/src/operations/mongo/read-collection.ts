// A collection as mongoexport writes it: a document a line, or one array, in Extended JSON
// (https://github.com/mongodb/specifications/blob/master/source/extended-json/extended-json.md).

import { isObject, type JsonObject, type JsonValue, parseJson, textOf } from '@patrec/fhir';

/** A document of a file, with the place where it stands there. */
export interface Entry {
  readonly place: string;
  readonly value: JsonObject;
}

/** What a file holds; `problems` are its lines that are no documents. */
export interface Collection {
  readonly entries: readonly Entry[];
  readonly problems: readonly string[];
}

/** Reads all of a file. Types of MongoDB become text: an ObjectId, a date (ISO 8601, UTC), a number with its digits. */
export function readCollection(bytes: Uint8Array): Collection {
  const text = new TextDecoder('utf-8').decode(bytes); // takes a byte order mark off
  return text.trimStart().startsWith('[') ? readArray(text) : readLines(text);
}

function readLines(text: string): Collection {
  const entries: Entry[] = [];
  const problems: string[] = [];
  for (const [i, line] of text.split('\n').entries()) {
    if (line.trim() === '') continue;
    const value = parsed(line);
    if (value !== undefined && isObject(value)) entries.push({ place: `line ${i + 1}`, value });
    else problems.push(`line ${i + 1} is not a JSON document`);
  }
  return { entries, problems };
}

function readArray(text: string): Collection {
  const items = parsed(text);
  if (!Array.isArray(items)) return { entries: [], problems: ['it is not one whole JSON array'] };
  const entries: Entry[] = [];
  const problems: string[] = [];
  for (const [i, value] of items.entries()) {
    if (isObject(value)) entries.push({ place: `document ${i + 1}`, value });
    else problems.push(`document ${i + 1} is not a JSON object`);
  }
  return { entries, problems };
}

// What stands on the line is a patient's: the reason does not repeat it.
function parsed(text: string): JsonValue | undefined {
  if (text.includes('\ufffd')) return undefined;
  try {
    return plain(parseJson(new TextEncoder().encode(text.trim())));
  } catch {
    return undefined;
  }
}

function plain(value: JsonValue): JsonValue {
  if (Array.isArray(value)) return value.map(plain);
  if (!isObject(value)) return value;
  const typed = typedValue(value);
  if (typed !== undefined) return typed;
  return Object.assign(
    Object.create(null),
    Object.fromEntries(Object.entries(value).map(([key, item]) => [key, plain(item)])),
  );
}

function typedValue(value: JsonObject): string | undefined {
  const [key = '', ...more] = Object.keys(value);
  const inner = value[key];
  if (more.length > 0 || inner === undefined) return undefined;
  if (['$oid', '$numberInt', '$numberLong', '$numberDouble', '$numberDecimal'].includes(key)) return textOf(inner);
  if (key !== '$date') return undefined;
  const date = isObject(inner) ? textOf(plain(inner)) : textOf(inner);
  const at = new Date(/^-?\d+$/.test(date ?? '') ? Number(date) : (date ?? ''));
  return Number.isNaN(at.getTime()) ? undefined : at.toISOString();
}

// What a FHIR resource says, element by element, with numbers as they are stored; and what it is, of whom and by whom, for a line
// that people read.
import { displayOf, isObject, type JsonObject, type JsonValue, parseJson } from '@patrec/fhir';

/** Null where it does not say. */
export interface Said {
  readonly name: string | null;
  readonly subject: string | null;
  readonly by: string | null;
  /** Names of elements, and their values as text. */
  readonly elements: readonly (readonly [name: string, value: string])[];
}

const NOTHING: Said = { name: null, subject: null, by: null, elements: [] };
const NAMING = ['title', 'code', 'vaccineCode', 'medicationCodeableConcept', 'type', 'resourceType'];
const OF_WHOM = ['subject', 'patient', 'for'];
const BY_WHOM = ['performer', 'author', 'recorder', 'requester', 'agent'];
const UNSAID = new Set(['resourceType', 'id', 'meta', 'text', 'contained', 'extension']);

/** What the bytes say, where they are a resource. */
export function resourceSays(bytes: Uint8Array): Said {
  const resource = resourceOf(bytes);
  if (resource === undefined) return NOTHING;
  return {
    name: firstOf(resource, NAMING),
    subject: firstOf(resource, OF_WHOM),
    by: firstOf(resource, BY_WHOM),
    elements: Object.entries(resource)
      .filter(([name]) => !UNSAID.has(name))
      .map(([name, value]): [string, string] => [name, all(value).map(wordsOf).join(', ')])
      .filter(([, words]) => words !== ''),
  };
}

function resourceOf(bytes: Uint8Array): JsonObject | undefined {
  try {
    const value = parseJson(bytes);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function firstOf(resource: JsonObject, members: readonly string[]): string | null {
  const values = members.flatMap((member) => all(resource[member]));
  return values.map(nameOf).find((words) => words !== undefined) ?? null;
}

// Who performs or acts may be named one level down.
function nameOf(value: JsonValue): string | undefined {
  return displayOf(value) ?? (isObject(value) ? displayOf(value.actor ?? value.who) : undefined);
}

/** What has no one line of its own is said part by part, such as the two pressures of a blood pressure. */
function wordsOf(value: JsonValue): string {
  const said = displayOf(value);
  if (said !== undefined || !isObject(value)) return said ?? '';
  return Object.entries(value)
    .map(([name, part]) => `${name}: ${all(part).map(wordsOf).join(', ')}`)
    .join('; ');
}

function all(value: JsonValue | undefined): readonly JsonValue[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [value];
}

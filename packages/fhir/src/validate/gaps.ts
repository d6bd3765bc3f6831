// What neither the structure definitions nor the JSON schema see: empty values, days that no month has, control characters,
// narrative that runs, contained resources that nothing names.
import { isObject, type JsonObject, type JsonValue, objectsAt, textAt } from '../json/value.ts';
import { type Issue, issue } from './issue.ts';
import { narrativeProblem } from './narrative.ts';

const dateKey =
  /(?:Date|DateTime|Instant)$|^(?:date|start|end|issued|recorded|authoredOn|created|lastUpdated|started|sent|received|timestamp)$/;
const datePattern = /^(\d{4})-(\d{2})-(\d{2})(?:T|$)/;
const idPattern = /^[A-Za-z0-9\-.]{1,64}$/;

/** What our own checks have against a resource, at any depth. */
export function gapIssues(resource: JsonObject, path: string): Issue[] {
  const found: Issue[] = [];
  walk(resource, path, '', found);
  return [...found, ...idIssues(resource, path), ...containedIssues(resource, path)];
}

function walk(value: JsonValue, path: string, key: string, found: Issue[]): void {
  if (typeof value === 'string') found.push(...stringIssues(value, path, key));
  else if (Array.isArray(value)) {
    if (value.length === 0) found.push(issue('structure', path, 'an array may not be empty'));
    for (const [index, item] of value.entries()) walk(item, `${path}[${index}]`, key, found);
  } else if (isObject(value)) {
    const keys = Object.keys(value);
    if (keys.length === 0) found.push(issue('structure', path, 'an object may not be empty'));
    for (const name of keys) walk(value[name] as JsonValue, `${path}.${name}`, name, found);
  }
}

function stringIssues(text: string, path: string, key: string): Issue[] {
  if (text.trim() === '') return [issue('value', path, 'a text may not be empty')];
  if (hasControlCharacter(text)) return [issue('value', path, 'a text may not have control characters')];
  if (dateKey.test(key) && !isOnCalendar(text)) return [issue('value', path, `there is no such day: ${text}`)];
  const problem = key === 'div' ? narrativeProblem(text) : undefined;
  return problem === undefined ? [] : [issue('invariant', path, `the narrative is refused: ${problem}`)];
}

function hasControlCharacter(text: string): boolean {
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code < 0x20 && code !== 0x09 && code !== 0x0a && code !== 0x0d) return true;
  }
  return false;
}

function isOnCalendar(text: string): boolean {
  const [, year, month, day] = datePattern.exec(text) ?? [];
  if (year === undefined) return true;
  const date = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)));
  return date.getUTCMonth() + 1 === Number(month) && date.getUTCDate() === Number(day);
}

function idIssues(resource: JsonObject, path: string): Issue[] {
  const { id } = resource;
  if (id === undefined || (typeof id === 'string' && idPattern.test(id))) return [];
  return [issue('value', `${path}.id`, 'an id is 1 to 64 letters, digits, hyphens and dots')];
}

function containedIssues(resource: JsonObject, path: string): Issue[] {
  const contained = objectsAt(resource, 'contained');
  const ids = contained.map((item) => textAt(item, 'id'));
  const named = localReferences(resource);
  const repeated = ids.filter((id, index) => id !== undefined && ids.indexOf(id) !== index);
  const unnamed = ids.flatMap((id, index) => (id === undefined || !named.has(id) ? [index] : []));
  const missing = [...named].filter((id) => id !== '' && !ids.includes(id));
  return [
    ...repeated.map((id) => issue('duplicate', `${path}.contained`, `two contained resources have the id ${id}`)),
    ...unnamed.map((index) =>
      issue('invariant', `${path}.contained[${index}]`, 'nothing refers to this contained resource'),
    ),
    ...missing.map((id) => issue('not-found', path, `no contained resource has the id ${id}`)),
  ];
}

// The resources of a bundle's entries have local references of their own.
function localReferences(value: JsonValue, found = new Set<string>()): Set<string> {
  if (Array.isArray(value)) for (const item of value) localReferences(item, found);
  else if (isObject(value)) {
    if (typeof value.reference === 'string' && value.reference.startsWith('#')) found.add(value.reference.slice(1));
    for (const key of Object.keys(value)) if (key !== 'resource') localReferences(value[key] as JsonValue, found);
  }
  return found;
}

// Everything a resource is checked for before it is stored.
import { type JsonObject, objectsAt, textAt } from '../json/value.ts';
import { gapIssues } from './gaps.ts';
import { type Issue, issue } from './issue.ts';
import { plainOf } from './plain.ts';
import { schemaIssues } from './schema.ts';
import { structureIssues } from './structure.ts';

/**
 * What is wrong with a resource: nothing when it may be stored. `rename` gives what a reference is to be checked as,
 * for references such as `urn:uuid:` that only a Bundle can resolve.
 */
export function validateResource(resource: JsonObject, rename?: (reference: string) => string): Issue[] {
  const type = textAt(resource, 'resourceType');
  if (type === undefined) return [issue('required', 'Resource.resourceType', 'a resource names its type')];
  const plain = plainOf(resource, rename) as object;
  const schema = schemaIssues(plain, type);
  if (schema.some(({ expression, text }) => expression === type && text.startsWith('FHIR R4 has no'))) return schema;
  const issues = [
    ...structureIssues(plain, type),
    ...gapIssues(resource, type),
    ...schema,
    ...containedSchemas(resource, type, rename),
  ];
  return distinct(issues);
}

function containedSchemas(resource: JsonObject, type: string, rename?: (reference: string) => string): Issue[] {
  return objectsAt(resource, 'contained').flatMap((item, index) => {
    const contained = textAt(item, 'resourceType') ?? '';
    const place = `${type}.contained[${index}]`;
    return schemaIssues(plainOf(item, rename) as object, contained).map((found) => ({
      ...found,
      expression: place + found.expression.slice(contained.length),
    }));
  });
}

function distinct(issues: readonly Issue[]): Issue[] {
  const first = new Map<string, Issue>();
  for (const found of issues) if (!first.has(found.expression)) first.set(found.expression, found);
  return [...first.values()];
}

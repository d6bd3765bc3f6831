// FHIR's JSON schema (fhir.schema.json), checked by ajv. It sees patterns of primitives that the structure check does not.
import type { ErrorObject } from 'ajv';
import { schemaOf } from './definitions.ts';
import { type Issue, issue } from './issue.ts';

/** What the JSON schema has against a plain resource; one issue when R4 has no such type. */
export function schemaIssues(resource: object, resourceType: string): Issue[] {
  const check = schemaOf(resourceType);
  if (!check) return [issue('structure', resourceType, `FHIR R4 has no resource type ${JSON.stringify(resourceType)}`)];
  return check(resource) ? [] : (check.errors ?? []).map((error) => schemaIssue(error, resourceType));
}

/** `Patient.name[0].given` of the JSON pointer `/name/0/given`. */
export function expressionOf(pointer: string, root: string): string {
  const keys = pointer.split('/').slice(1);
  return root + keys.map((key) => (/^\d+$/.test(key) ? `[${key}]` : `.${key}`)).join('');
}

function schemaIssue({ instancePath, keyword, params, message = 'not valid' }: ErrorObject, root: string): Issue {
  const extra = keyword === 'additionalProperties' ? `: ${JSON.stringify(params.additionalProperty)}` : '';
  const choice = keyword === 'enum' ? `: ${JSON.stringify(params.allowedValues)}` : '';
  return issue(
    keyword === 'required' ? 'required' : 'structure',
    expressionOf(instancePath, root),
    message + extra + choice,
  );
}

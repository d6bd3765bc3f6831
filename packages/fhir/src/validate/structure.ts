// FHIR's structure definitions, invariants and required bindings, checked by @medplum/core; its warnings count as errors.
// https://hl7.org/fhir/R4/validation.html
import { OperationOutcomeError, type TypedValue, validateResource as validateStructure } from '@medplum/core';
import type { Coding, OperationOutcomeIssue, Resource } from '@medplum/fhirtypes';
import { codesOf, loadStructures } from './definitions.ts';
import { type Issue, type IssueCode, issue } from './issue.ts';

type BoundValue = TypedValue & { readonly path: string };

const codes: ReadonlySet<string> = new Set<IssueCode>(['invalid', 'structure', 'required', 'value', 'invariant']);

/** What the structure definitions have against a plain resource of a known type. */
export function structureIssues(resource: object, type: string): Issue[] {
  loadStructures();
  const tokens: Record<string, BoundValue[]> = {};
  const found = outcomeOf(resource as Resource, tokens).map(issueOf);
  const all =
    found.length > 0 ? found : Object.entries(tokens).flatMap(([valueSet, bound]) => bindingIssues(valueSet, bound));
  return all.map((item) => ({ ...item, expression: elementPath(resource, type, item.expression) }));
}

/** The path with the element that is there for each choice: `valueQuantity` for `value[x]`. */
function elementPath(resource: object, type: string, path: string): string {
  const [root, ...steps] = path.split('.');
  if (root !== type) return type;
  let at: unknown = resource;
  const names = steps.map((step) => {
    const name = step.endsWith('[x]') ? choiceIn(at, step.slice(0, -3)) : step;
    at = memberOf(at, name);
    return name;
  });
  return [root, ...names].join('.');
}

function choiceIn(parent: unknown, stem: string): string {
  const keys = Object.keys(typeof parent === 'object' && parent !== null ? parent : {});
  return keys.find((key) => key.startsWith(stem) && /^[A-Z]/.test(key.slice(stem.length))) ?? `${stem}[x]`;
}

function memberOf(parent: unknown, step: string): unknown {
  const [, name = step, index] = /^(.*)\[(\d+)\]$/.exec(step) ?? [];
  const value = typeof parent === 'object' && parent !== null ? Reflect.get(parent, name) : undefined;
  return index !== undefined && Array.isArray(value) ? value[Number(index)] : value;
}

function outcomeOf(resource: Resource, tokens: Record<string, BoundValue[]>): OperationOutcomeIssue[] {
  try {
    return validateStructure(resource, { collect: { tokens } });
  } catch (error) {
    if (error instanceof OperationOutcomeError) return error.outcome.issue;
    throw error;
  }
}

function issueOf({ code, details, diagnostics, expression }: OperationOutcomeIssue): Issue {
  const known = code !== undefined && codes.has(code) ? (code as IssueCode) : 'invalid';
  return issue(known, expression?.[0] ?? '', details?.text ?? diagnostics ?? 'not valid');
}

function bindingIssues(valueSet: string, bound: readonly BoundValue[]): Issue[] {
  const allowed = codesOf(valueSet);
  if (!allowed) return [];
  const wrong = bound.filter((value) => !isAllowed(value, allowed));
  return wrong.map(({ path, value }) => issue('code-invalid', path, `${shown(value)} is not a code of ${valueSet}`));
}

function isAllowed({ value }: BoundValue, allowed: ReadonlySet<string>): boolean {
  if (typeof value === 'string') return allowed.has(value);
  if (isUncoded(value)) return true;
  const codings: Coding[] = value.coding ?? [value];
  return codings.some(({ system, code }) => allowed.has(`${system}|${code}`));
}

/** Nothing that could be a code: a quantity without one, or an extension that says why there is none. */
function isUncoded(value: object): boolean {
  return !['code', 'system', 'coding', 'text'].some((key) => key in value);
}

function shown(value: unknown): string {
  return typeof value === 'string' ? JSON.stringify(value) : JSON.stringify(value).slice(0, 200);
}

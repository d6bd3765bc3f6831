// What is wrong with a resource, and how FHIR says so (https://hl7.org/fhir/R4/operationoutcome.html).
import type { JsonObject } from '../json/value.ts';

/** The IssueTypes that are used (http://hl7.org/fhir/ValueSet/issue-type). */
export type IssueCode =
  | 'invalid'
  | 'structure'
  | 'required'
  | 'value'
  | 'invariant'
  | 'code-invalid'
  | 'not-supported'
  | 'not-found'
  | 'duplicate'
  | 'login'
  | 'forbidden'
  | 'conflict'
  | 'throttled'
  | 'transient'
  | 'exception';

/** One thing that is wrong. `expression` is the element's path: `Observation.component[1].valueQuantity`. */
export interface Issue {
  readonly severity: 'error' | 'warning';
  readonly code: IssueCode;
  readonly expression: string;
  readonly text: string;
}

/** An error at an element. */
export function issue(code: IssueCode, expression: string, text: string): Issue {
  return { severity: 'error', code, expression, text };
}

/** The OperationOutcome of some issues. Throws RangeError when there is none: the resource may not be empty. */
export function operationOutcome(issues: readonly Issue[]): JsonObject {
  if (issues.length === 0) throw new RangeError('an OperationOutcome has at least one issue');
  return { resourceType: 'OperationOutcome', issue: issues.map(issueElement) };
}

function issueElement({ severity, code, expression, text }: Issue): JsonObject {
  const place = expression === '' ? {} : { expression: [expression] };
  return { severity, code, details: { text }, ...place };
}

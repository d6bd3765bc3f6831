// The one error that people and programs are told of; http/errors.ts maps each kind to a status and an OperationOutcome.

import type { Issue } from '@patrec/fhir';

export type ErrorKind =
  | 'incorrect'
  | 'unauthenticated'
  | 'forbidden'
  | 'not-found'
  | 'conflict'
  | 'gone'
  | 'precondition'
  | 'too-large'
  | 'unsupported'
  | 'invalid'
  | 'busy'
  | 'unavailable'
  | 'fault';

/**
 * An expected failure. `message` says how to mend it and never holds clinical content or secrets; `issues` name the elements
 * of what was sent that are wrong, for whoever sent it.
 */
export class AppError extends Error {
  readonly kind: ErrorKind;
  readonly issues: readonly Issue[];

  constructor(
    kind: ErrorKind,
    message: string,
    { issues = [], ...options }: ErrorOptions & { issues?: readonly Issue[] } = {},
  ) {
    super(message, options);
    this.name = 'AppError';
    this.kind = kind;
    this.issues = issues;
  }
}

// The one error that people and programs are told of; http/errors.ts maps each kind to a status and an OperationOutcome.

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
  | 'busy'
  | 'unavailable'
  | 'fault';

/** An expected failure. `message` says how to mend it and never holds clinical content or secrets. */
export class AppError extends Error {
  readonly kind: ErrorKind;

  constructor(kind: ErrorKind, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'AppError';
    this.kind = kind;
  }
}

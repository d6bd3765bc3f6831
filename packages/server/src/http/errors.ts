// Errors to answers, in one table: the status, and either a page or a FHIR OperationOutcome.

import { operationOutcome } from '@patrec/fhir';
import { renderErased, renderErrorPage } from '@patrec/web';
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { AppError, type ErrorKind } from '../errors.ts';
import { RecordErased } from '../records/erased-record.ts';
import type { App } from './app.ts';
import { pageContext, pageOf, sendPage } from './page-context.ts';
import { sessionToken } from './session-cookie.ts';

interface Answer {
  readonly status: 400 | 401 | 403 | 404 | 409 | 410 | 412 | 413 | 415 | 422 | 429 | 500 | 503;
  readonly code: string;
}

const answers: Record<ErrorKind, Answer> = {
  incorrect: { status: 400, code: 'invalid' },
  unauthenticated: { status: 401, code: 'login' },
  forbidden: { status: 403, code: 'forbidden' },
  'not-found': { status: 404, code: 'not-found' },
  conflict: { status: 409, code: 'conflict' },
  gone: { status: 410, code: 'deleted' },
  precondition: { status: 412, code: 'conflict' },
  'too-large': { status: 413, code: 'too-long' },
  unsupported: { status: 422, code: 'not-supported' },
  invalid: { status: 422, code: 'invalid' },
  busy: { status: 503, code: 'throttled' },
  unavailable: { status: 503, code: 'transient' },
  fault: { status: 500, code: 'exception' },
};
const RETRY_AFTER_S = 2;
const AWAY = /^(08|57P|53)|^(ECONNREFUSED|ECONNRESET|ENOENT|EPIPE|ETIMEDOUT)$/;

/** Answers with what the error calls for; faults are logged with the id that the person sees, never with what they sent. */
export function sendError(app: App, error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const known = toAppError(error);
  const status = statusOf(known, error);
  if (status >= 500) request.log[status === 503 ? 'warn' : 'error']({ err: loggable(error) }, 'request failed');
  if (status === 503 && !reply.hasHeader('retry-after')) reply.header('retry-after', RETRY_AFTER_S);
  if (wantsPage(request)) return sendErrorPage(app, known, status, request, reply);
  return reply
    .code(status)
    .header('cache-control', 'no-store')
    .type('application/fhir+json')
    .send(JSON.stringify(outcome(known)));
}

function sendErrorPage(
  app: App,
  error: AppError,
  status: Answer['status'],
  request: FastifyRequest,
  reply: FastifyReply,
) {
  if (error.kind === 'unauthenticated') {
    const ended = sessionToken(request, app.publicUrl) === undefined ? '' : '&ended=1';
    return reply.redirect(`/sign-in?returnTo=${encodeURIComponent(pageOf(request))}${ended}`, 303);
  }
  if (error instanceof RecordErased) {
    const html = renderErased(pageContext(app, request, reply), error.erased);
    return sendPage(reply, html, status);
  }
  return sendPage(
    reply,
    renderErrorPage(pageContext(app, request, reply), { status: pageStatus(status), requestId: request.id }),
    status,
  );
}

// The pages explain fewer cases than there are statuses: the others read as the nearest.
function pageStatus(status: Answer['status']) {
  if (status === 401) return 403;
  if (status === 410) return 404;
  if (status === 412) return 409;
  return status === 415 || status === 422 ? 400 : status;
}

function outcome({ kind, message, issues }: AppError) {
  if (issues.length > 0) return operationOutcome(issues);
  return {
    resourceType: 'OperationOutcome',
    issue: [{ severity: kind === 'fault' ? 'fatal' : 'error', code: answers[kind].code, diagnostics: message }],
  };
}

function toAppError(error: unknown): AppError {
  if (error instanceof AppError) return error;
  const { statusCode, code, message } = error as Partial<FastifyError>;
  if (isAway(code, message)) return new AppError('unavailable', 'The database is away for the moment. Try again.');
  if (statusCode === 413) return new AppError('too-large', 'What was sent is too large.');
  if (statusCode === 415) return new AppError('unsupported', 'This kind of content is not accepted here.');
  if (statusCode === 429) return new AppError('busy', 'Too many attempts. Wait a minute and try again.');
  if (statusCode === 503) return new AppError('busy', 'The server is busy. Try again in a moment.');
  if (statusCode === 403)
    return new AppError('forbidden', 'This form has expired. Open the page again and send it once more.');
  if (statusCode !== undefined && statusCode < 500)
    return new AppError('incorrect', 'The request cannot be understood.');
  return new AppError('fault', 'Something went wrong on our side. Nothing was saved.');
}

// Where HTTP has a status of its own for what the framework refused.
function statusOf({ kind }: AppError, error: unknown): Answer['status'] {
  const { statusCode } = error as Partial<FastifyError>;
  return statusCode === 415 || statusCode === 429 ? statusCode : answers[kind].status;
}

// PostgreSQL's classes 08 (connection), 53 (resources) and 57P (shutdown), and what the driver says of a lost server.
function isAway(code: string | undefined, message = ''): boolean {
  return (
    AWAY.test(code ?? '') ||
    /^(Connection terminated|timeout exceeded when trying to connect|Client has encountered)/.test(message)
  );
}

/** What is logged of an error: a database's detail and parameters can hold what a patient said, so only its kind and place. */
export function loggable(error: unknown): object {
  const { name, code, message, stack } = error as NodeJS.ErrnoException;
  const database = /^[0-9A-Z]{5}$/.test(code ?? '');
  return {
    type: name,
    code,
    message: database ? `database error ${code}` : message,
    stack: database ? undefined : stack,
  };
}

function wantsPage(request: FastifyRequest): boolean {
  return !/^\/fhir(?:[/?]|$)/.test(request.url) && (request.headers.accept ?? '').includes('text/html');
}

// Forms that are signed in the browser, in two steps. `signKey`: the form is written up to its signature and taken back, and
// the answer holds the statement with a ticket. `signTicket` and `signature`: the same form again; it is made anew of what
// the ticket holds, the same to the byte, or else the signature is not its own. Nothing waits on the server.

import type { RecordType } from '@patrec/fhir';
import type { FormError, SigningView, ToSign } from '@patrec/web';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Actor } from '../../access/actor.ts';
import { decide } from '../../access/decide.ts';
import { FileError } from '../../files/file-error.ts';
import { standingKeys } from '../../identity/signing-key-store.ts';
import { type Ledger, now } from '../../ledger/ledger.ts';
import { randomFrom, SignatureNeeded, type Signing, SigningError } from '../../ledger/sign.ts';
import { mustBeSigned } from '../../records/sign-record.ts';
import { deriveKey, seal, tryUnseal } from '../../sealed-secret.ts';
import type { App } from '../app.ts';
import { placeOf } from '../confirm.ts';
import { formOf } from '../form.ts';

/** How long a statement may wait for its signature: a browser signs at once. */
const WAITS_MS = 10 * 60_000;
const SEED_BYTES = 32;

/** With what a form is written: the ledger draws from the ticket where it is signed. */
export interface SignedParts extends Pick<App, 'db'> {
  readonly ledger: Ledger;
  readonly signing?: Signing | undefined;
}

/** What became of a form: it is written, a script has been given what it is to sign, or the form says why neither. */
export type Outcome<Written> =
  | { readonly written: Written }
  | { readonly sent: FastifyReply }
  | { readonly errors: readonly FormError[] };

/** Writes a form by `write`, which may throw FileError; where its author signs it, in two steps. */
export async function writeSigned<Written>(
  app: App,
  request: FastifyRequest,
  reply: FastifyReply,
  write: (parts: SignedParts) => Promise<Written>,
): Promise<Outcome<Written>> {
  const { signKey, signTicket, signature = '' } = formOf(request);
  const signs = Boolean(signKey || signTicket);
  const ticket = signTicket ? openTicket(app, request, signTicket) : newTicket(app, signKey ?? '');
  if (ticket === undefined) return refused('sign', 'sign-late');
  try {
    return { written: await write(signs ? signedParts(app, ticket, signTicket ? signature : undefined) : app) };
  } catch (error) {
    if (error instanceof SignatureNeeded) return toSign(app, request, reply, ticket, error);
    if (error instanceof SigningError) return refused('sign', error.code);
    if (error instanceof FileError) return refused('file', error.code, error.params);
    throw error;
  }
}

/** What the form of a record of that type needs for signing; undefined for whoever does not sign. */
export async function signingView(app: App, actor: Actor, type: RecordType): Promise<SigningView | undefined> {
  if (!decide(actor, { action: 'hold-signing-key' }, [], now(app.ledger)).permit) return undefined;
  const keys = await standingKeys(app.db, actor.account);
  return { keys: keys.map(({ key }) => key), required: mustBeSigned(app.ledger, type) };
}

function signedParts({ db, ledger }: App, { key, at, seed }: Ticket, signature: string | undefined): SignedParts {
  const random = randomFrom(Buffer.from(seed, 'base64'));
  const signing = { key, at, ...(signature !== undefined && { signature }) };
  return { db, ledger: { ...ledger, random }, signing };
}

// A page that asks without its script cannot sign: it comes back, and nothing is written.
function toSign(
  app: App,
  request: FastifyRequest,
  reply: FastifyReply,
  ticket: Ticket,
  { statement }: SignatureNeeded,
): Outcome<never> {
  if (request.headers.accept !== 'application/json') return refused('sign', 'sign-again');
  const answer: ToSign = { ticket: sealTicket(app, request, ticket), statement };
  return { sent: reply.header('cache-control', 'no-store').send(answer) };
}

function refused(field: string, code: string, params: FormError['params'] = {}): Outcome<never> {
  return { errors: [{ field, code, params }] };
}

interface Ticket {
  readonly key: string;
  readonly at: string;
  readonly seed: string;
}

function newTicket({ ledger }: App, key: string): Ticket {
  return { key, at: now(ledger), seed: Buffer.from(ledger.random(SEED_BYTES)).toString('base64') };
}

function sealTicket(app: App, request: FastifyRequest, ticket: Ticket): string {
  const sealed = seal(ticketKey(app), JSON.stringify(ticket), contextOf(app, request), app.ledger.random);
  return sealed.toString('base64url');
}

function openTicket(app: App, request: FastifyRequest, sealed: string): Ticket | undefined {
  const opened = tryUnseal(ticketKey(app), Buffer.from(sealed, 'base64url'), contextOf(app, request));
  if (opened === undefined) return undefined;
  const ticket = JSON.parse(opened) as Ticket;
  return Date.parse(ticket.at) + WAITS_MS > app.ledger.clock() ? ticket : undefined;
}

function ticketKey({ secret }: App): Buffer {
  return deriveKey(secret, 'sign-ticket');
}

// One session, one address, one form: no two of them draw the same ids.
function contextOf(app: App, request: FastifyRequest): string {
  return `${placeOf(app, request)} ${formOf(request).nonce ?? ''}`;
}

// Delivers what is due, one after another: at least once, each after a pause that doubles, for three days.
// A crash after sending and before forgetting sends the same message again, under the same id.

import type { Db } from '../db/pool.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { unseal } from '../sealed-secret.ts';
import { nextAttempt } from './back-off.ts';
import { type DueMail, deleteMail, failMail, postponeMail, takeDueMail } from './mail-store.ts';
import { contextOf } from './notify.ts';
import type { SendMail } from './transport.ts';

/** A message's words, in the language of the person. `token` is that of a link. */
export type ComposeMail = (mail: Pick<DueMail, 'kind' | 'lang' | 'login'> & { readonly token: string | null }) => {
  readonly subject: string;
  readonly text: string;
};

export interface DeliveryParts {
  readonly db: Db;
  readonly ledger: Pick<Ledger, 'clock'>;
  /** Opens sealed tokens. */
  readonly key: Uint8Array;
  readonly compose: ComposeMail;
  readonly send: SendMail;
}

/** Longer than any attempt lasts. */
const LEASE_MS = 5 * 60_000;

/** What became of one message; `unreachable` says that the next would fare no better. */
export type Delivery = 'delivered' | 'postponed' | 'unreachable' | 'given-up' | 'outdated';

/** Delivers the message that is due longest; undefined where none is. `onFailure` is told why one was not taken. */
export async function deliverNext(
  parts: DeliveryParts,
  onFailure: (error: unknown) => void,
): Promise<Delivery | undefined> {
  const { db, ledger } = parts;
  const at = ledger.clock();
  const mail = await takeDueMail(db, new Date(at), new Date(at + LEASE_MS));
  if (!mail) return undefined;
  if (mail.until && mail.until.getTime() <= at) {
    await deleteMail(db, mail.id);
    return 'outdated';
  }
  try {
    await parts.send(wordsOf(parts, mail));
  } catch (error) {
    onFailure(error);
    return putBack(parts, mail, error);
  }
  await deleteMail(db, mail.id);
  return 'delivered';
}

function wordsOf({ key, compose }: DeliveryParts, { id, kind, lang, login, address, token }: DueMail) {
  const opened = token && unseal(key, token, contextOf(id));
  return { id, to: address, lang, ...compose({ kind, lang, login, token: opened }) };
}

async function putBack({ db, ledger }: DeliveryParts, mail: DueMail, error: unknown): Promise<Delivery> {
  const at = ledger.clock();
  const next = isFinal(error) ? undefined : nextAttempt(mail.attempts, mail.createdAt.getTime(), at);
  if (next === undefined) {
    await failMail(db, mail.id, new Date(at));
    return 'given-up';
  }
  await postponeMail(db, mail.id, new Date(next));
  return isOfMessage(error) ? 'postponed' : 'unreachable';
}

// A reply of 5xx is final (RFC 5321, 4.2.1) where it is about this message; one to our sign-in or greeting is not.
function isFinal(error: unknown): boolean {
  return isOfMessage(error) && ((error as { responseCode?: number }).responseCode ?? 0) >= 500;
}

function isOfMessage(error: unknown): boolean {
  return ['RCPT TO', 'DATA'].includes((error as { command?: string }).command ?? '');
}

// Telling people by e-mail: the message joins the transaction of what it tells, so both stand or neither.

import type { Tx } from '../db/transaction.ts';
import { type Ledger, now, randomHex } from '../ledger/ledger.ts';
import { seal } from '../sealed-secret.ts';
import {
  insertMail,
  insertMailToAdministrators,
  insertMailToPatient,
  type MailKind,
  type MailLanguage,
  type NoticeKind,
} from './mail-store.ts';

type Parts = Pick<Ledger, 'clock' | 'random'>;

/** Tells the person of an account that there is something to see, where they have an address. `kind` says what, nothing more. */
export async function notify(tx: Tx, ledger: Parts, account: string, kind: NoticeKind): Promise<void> {
  await insertMail(tx, { id: randomHex(ledger, 16), account, kind, at: now(ledger) });
}

/** As `notify`, to another address than the account's: the one that it had before. */
export async function notifyAt(
  tx: Tx,
  ledger: Parts,
  account: string,
  kind: NoticeKind,
  to: { address: string; lang: MailLanguage },
): Promise<void> {
  await insertMail(tx, { id: randomHex(ledger, 16), account, kind, at: now(ledger), to });
}

/** As `notify`, to the patient whose chain that is. */
export async function notifyPatient(tx: Tx, ledger: Parts, chain: string, kind: NoticeKind): Promise<void> {
  await insertMailToPatient(tx, { id: randomHex(ledger, 16), chain, kind, at: now(ledger) });
}

/** As `notify`, to all administrators. */
export async function notifyAdministrators(tx: Tx, ledger: Parts, kind: NoticeKind): Promise<void> {
  await insertMailToAdministrators(tx, { id: randomHex(ledger, 16), kind, at: now(ledger) });
}

/** A link to be sent. `key` seals its token until then. */
export interface LinkMail {
  readonly account: string;
  readonly kind: Exclude<MailKind, NoticeKind>;
  readonly to?: { readonly address: string; readonly lang: MailLanguage };
  readonly token: string;
  readonly until: string;
}

/** Sends a link that works until `until`. */
export async function sendLink(tx: Tx, ledger: Parts, key: Uint8Array, { token, ...mail }: LinkMail): Promise<void> {
  const id = randomHex(ledger, 16);
  await insertMail(tx, { ...mail, id, at: now(ledger), token: seal(key, token, contextOf(id), ledger.random) });
}

/** What the token of a message is sealed for. */
export function contextOf(id: string): string {
  return `mail/${id}`;
}

// The patient, or a guardian who decides, asks for a copy of the whole record, stops it, downloads it.

import { insertEvent, makeEvent } from '../access/access-log.ts';
import type { Actor } from '../access/actor.ts';
import { decide } from '../access/decide.ts';
import type { Basis } from '../access/decision.ts';
import type { Db } from '../db/pool.ts';
import { transaction } from '../db/transaction.ts';
import { AppError } from '../errors.ts';
import { type Ledger, newResourceId, now } from '../ledger/ledger.ts';
import { copyOf, insertCopy, readParts, type StoredCopy, stopCopy } from './copy-store.ts';

interface Parts {
  readonly db: Db;
  readonly ledger: Ledger;
}

/** How long a copy is kept, in milliseconds. */
export const KEPT_MS = 86_400_000;

/** Has the patient's copy made, in that language; one that is under way goes on. Throws not-found for no patient. */
export async function askForCopy({ db, ledger }: Parts, actor: Actor, lang: string): Promise<void> {
  const { chain, basis } = own(actor, ledger);
  await transaction(db, async (tx) => {
    const id = newResourceId(ledger, chain);
    const askedAt = now(ledger);
    const expiresAt = new Date(ledger.clock() + KEPT_MS).toISOString();
    if (!(await insertCopy(tx, { chain, id, account: actor.account, lang, askedAt, expiresAt }))) return;
    await insertEvent(tx, makeEvent(ledger, actor, 'make-copy', { chain, basis }));
  });
}

/** Stops the making of the patient's copy, where it is under way. Throws not-found for no patient. */
export async function endCopy({ db, ledger }: Parts, actor: Actor): Promise<void> {
  const { chain } = own(actor, ledger);
  await transaction(db, (tx) => stopCopy(tx, chain));
}

/** How the patient's copy stands; undefined where there is none any more. Throws not-found for no patient. */
export async function ownCopy({ db, ledger }: Parts, actor: Actor): Promise<StoredCopy | undefined> {
  return copyOf(db, own(actor, ledger).chain, now(ledger));
}

/** The file of the patient's copy; that it leaves is logged before it does. Throws not-found where none is ready. */
export async function downloadCopy(
  parts: Parts,
  actor: Actor,
): Promise<{ copy: StoredCopy; file: AsyncGenerator<Buffer> }> {
  const { db, ledger } = parts;
  const { chain, basis } = own(actor, ledger);
  const copy = await ownCopy(parts, actor);
  if (copy?.state !== 'ready') throw new AppError('not-found', 'There is no copy to download.');
  await insertEvent(db, makeEvent(ledger, actor, 'download-copy', { chain, basis }));
  return { copy, file: readParts(db, copy) };
}

function own(actor: Actor, ledger: Ledger): { chain: string; basis: Basis } {
  const chain = actor.chain ?? '';
  const decision = decide(actor, { action: 'take-copy', chain }, [], now(ledger));
  if (!decision.permit) throw new AppError('not-found', 'There is no such page.');
  return { chain, basis: decision.basis };
}

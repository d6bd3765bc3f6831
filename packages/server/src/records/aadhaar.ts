// A patient's Aadhaar number: sealed, with its last four digits to show and a keyed hash to find the same number again.
// The chain holds a hash of the three; the digits stand nowhere in clear.

import { createHash, createHmac } from 'node:crypto';
import type { Actor } from '../access/actor.ts';
import { decide } from '../access/decide.ts';
import type { Db } from '../db/pool.ts';
import { statement } from '../db/statement.ts';
import { type Tx, transaction } from '../db/transaction.ts';
import { AppError } from '../errors.ts';
import { type AccountEvent, lockOwnerChain, type Owner, stateAccountEvent } from '../identity/account-event.ts';
import { requireServing } from '../identity/desk-act.ts';
import type { DeskPatient } from '../identity/desk-act-store.ts';
import type { DocumentKind } from '../identity/desk-recovery-store.ts';
import { type Ledger, now } from '../ledger/ledger.ts';
import { notify } from '../notifications/notify.ts';
import { deriveKey, seal } from '../sealed-secret.ts';

/** A number as it is stored. */
export interface SealedAadhaar {
  readonly sealed: Uint8Array;
  readonly mac: Uint8Array;
  readonly lastFour: string;
}

/** Seals a number (12 digits) for a patient's chain. */
export type SealAadhaar = (chain: string) => SealedAadhaar;

const LOCK = 0x61616468; // 'aadh'

const lockAll = statement('aadhaar.lock', 'SELECT pg_advisory_xact_lock($1)');
const selectSame = statement('aadhaar.same', 'SELECT FROM patient_aadhaar WHERE mac = $1 AND chain <> $2 LIMIT 1');
const upsertRow = statement(
  'aadhaar.set',
  `INSERT INTO patient_aadhaar (chain, sealed, mac, last_four) VALUES ($1, $2, $3, $4)
   ON CONFLICT (chain) DO UPDATE SET sealed = $2, mac = $3, last_four = $4`,
);
const deleteRow = statement('aadhaar.remove', 'DELETE FROM patient_aadhaar WHERE chain = $1 RETURNING chain');
const selectRow = statement('aadhaar.select', 'SELECT last_four AS "lastFour" FROM patient_aadhaar WHERE chain = $1');

/** Gives what seals that number under the installation's secret. */
export function aadhaarSealer(secret: string, { random }: Pick<Ledger, 'random'>, digits: string): SealAadhaar {
  const mac = createHmac('sha256', deriveKey(secret, 'aadhaar-index')).update(digits).digest();
  return (chain) => ({
    sealed: seal(deriveKey(secret, 'aadhaar'), digits, `aadhaar/${chain}`, random),
    mac,
    lastFour: digits.slice(-4),
  });
}

/** What the chain holds of a stored number: hexadecimal. */
export function sealedHash({ sealed, mac, lastFour }: SealedAadhaar): string {
  return createHash('sha256').update(mac).update(lastFour).update(sealed).digest('hex');
}

/** Stores a number for a chain; false where another patient has it. One writer at a time looks and stores. */
export async function storeAadhaar(tx: Tx, chain: string, { sealed, mac, lastFour }: SealedAadhaar): Promise<boolean> {
  await tx.rows(lockAll, [LOCK]);
  if ((await tx.rows(selectSame, [Buffer.from(mac), chain])).length > 0) return false;
  await tx.rows(upsertRow, [chain, Buffer.from(sealed), Buffer.from(mac), lastFour]);
  return true;
}

/** The last four digits of the patient's number; null where there is none. */
export async function aadhaarLastFour(db: Db, chain: string): Promise<string | null> {
  return (await db.rows<{ lastFour: string }>(selectRow, [chain]))[0]?.lastFour ?? null;
}

interface Parts {
  readonly db: Db;
  readonly ledger: Ledger;
}

/** Sets one's own number, or removes it with null; false where another patient has it. Throws not-found for non-patients. */
export function changeAadhaar({ db, ledger }: Parts, actor: Actor, sealer: SealAadhaar | null): Promise<boolean> {
  const { chain, account } = actor;
  const decision = decide(actor, { action: 'manage-account', account }, [], now(ledger));
  if (chain === null || !decision.permit) throw new AppError('not-found', 'There is no such page.');
  return transaction(
    db,
    async (tx) => (await write(tx, ledger, { by: actor, of: { ...actor, chain } }, sealer)) !== 'taken',
  );
}

/**
 * The same at the desk, for a patient who showed that document and is told. `none` where there was no number to remove.
 * Throws not-found for whoever does not work there.
 */
export function changeAadhaarAtDesk(
  { db, ledger }: Parts,
  actor: Actor,
  { patient, document }: { patient: DeskPatient; document: DocumentKind },
  sealer: SealAadhaar | null,
): Promise<'written' | 'taken' | 'none'> {
  requireServing(ledger, actor, [patient.account]);
  return transaction(db, async (tx) => {
    const written = await write(tx, ledger, { by: actor, of: patient, more: { document } }, sealer);
    if (written === 'written') await notify(tx, ledger, patient.account, 'aadhaar-changed');
    return written;
  });
}

interface Change extends Omit<AccountEvent, 'action' | 'of'> {
  readonly of: Owner & { readonly chain: string };
}

async function write(
  tx: Tx,
  ledger: Ledger,
  change: Change,
  sealer: SealAadhaar | null,
): Promise<'written' | 'taken' | 'none'> {
  const { chain } = change.of;
  const head = await lockOwnerChain(tx, ledger, change.of);
  if (sealer === null) {
    if ((await tx.rows(deleteRow, [chain])).length === 0) return 'none';
    await stateAccountEvent(tx, ledger, head, { ...change, action: 'remove-aadhaar' });
    return 'written';
  }
  const sealed = sealer(chain);
  if (!(await storeAadhaar(tx, chain, sealed))) return 'taken';
  const more = { ...change.more, 'sealed-hash': sealedHash(sealed) };
  await stateAccountEvent(tx, ledger, head, { ...change, action: 'change-aadhaar', more });
  return 'written';
}

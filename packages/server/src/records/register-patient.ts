// A patient is registered: a chain begins, with the registration as its first block.

import { accountEventResource, type JsonObject, patientResource, type Registration } from '@patrec/fhir';
import { insertEvent, makeEvent } from '../access/access-log.ts';
import type { Actor } from '../access/actor.ts';
import { decide } from '../access/decide.ts';
import type { Db } from '../db/pool.ts';
import { transaction } from '../db/transaction.ts';
import { AppError } from '../errors.ts';
import { insertAccount, nextNumber } from '../identity/account-store.ts';
import { startChain } from '../ledger/append.ts';
import { appendContents } from '../ledger/append-contents.ts';
import { makeVersion } from '../ledger/content-store.ts';
import { type Ledger, newResourceId, now, randomHex } from '../ledger/ledger.ts';
import { type SealAadhaar, type SealedAadhaar, sealedHash, storeAadhaar } from './aadhaar.ts';
import { patientRow } from './patient-index.ts';
import { hasDuplicate, insertPatient, type Patient } from './patient-store.ts';

/** What is known at registration. `besides` makes the resources of allergies, blood group, guardians. */
export interface NewPatient {
  readonly registration: Omit<Registration, 'id' | 'versionId' | 'lastUpdated' | 'number'>;
  readonly besides: (patient: { reference: string; display: string }, version: () => Version) => JsonObject[];
  readonly passwordHash: string | null;
  readonly demo: boolean;
  /** Seals the Aadhaar number that was entered. */
  readonly aadhaar?: SealAadhaar;
}

interface Version {
  readonly id: string;
  readonly versionId: string;
  readonly lastUpdated: string;
}

/** A person who is already registered, or seems to be: at the desk they are told, a stranger is not. */
export class DuplicateError extends AppError {
  constructor() {
    super('conflict', 'Come to the desk to register.');
    this.name = 'DuplicateError';
  }
}

/**
 * Registers the patient with an account; gives the patient. Without an actor people register themselves.
 * Throws forbidden for those who may not register, DuplicateError for whoever registers themself a second time.
 */
export async function registerPatient(
  { db, ledger }: { db: Db; ledger: Ledger },
  by: Actor | null,
  { registration, besides, passwordHash, demo, aadhaar }: NewPatient,
): Promise<Patient> {
  return transaction(db, async (tx) => {
    const number = await nextNumber(tx, 'PAT');
    const chain = randomHex(ledger, 16);
    const account = randomHex(ledger, 16);
    const actor = by ?? newcomer(account, number, registration.name.text, chain);
    const intent = by ? ({ action: 'register-patient' } as const) : ({ action: 'register-self', chain } as const);
    const decision = decide(actor, intent, [], now(ledger));
    if (!decision.permit) throw new AppError('forbidden', 'You may not register patients.');
    const head = await startChain(tx, ledger, chain, 'patient');
    const version = () => ({ id: newResourceId(ledger, chain), versionId: '1', lastUpdated: head.recordedAt });
    const resource = patientResource({ ...registration, ...version(), number });
    const others = besides({ reference: `Patient/${resource.id}`, display: number }, version);
    const patient = patientRow([resource, ...others], { chain, number, accountId: account });
    // The counter's row is locked: of two that come at once, the second sees what the first wrote.
    if (!by && (await hasDuplicate(tx, patient))) throw new DuplicateError();
    const sealed = aadhaar?.(chain);
    if (sealed && !(await storeAadhaar(tx, chain, sealed))) throw new DuplicateError();
    const stated = sealed ? [aadhaarEvent(version(), actor, { id: account, login: number }, sealed)] : [];
    const contents = [resource, ...others, ...stated].map((one) => makeVersion(ledger, one));
    await insertAccount(
      tx,
      { id: account, login: number, role: 'patient', name: patient.name, status: 'active', passwordHash, demo },
      head.recordedAt,
    );
    const block = await appendContents(tx, ledger, head, { type: 'registration', author: actor.account }, contents);
    await insertPatient(tx, patient, []);
    await insertEvent(
      tx,
      makeEvent(ledger, actor, 'register', { chain, basis: decision.basis, at: head.recordedAt }),
      block.seq,
    );
    return patient;
  });
}

function aadhaarEvent(
  { id, lastUpdated }: Version,
  actor: Actor,
  account: { id: string; login: string },
  sealed: SealedAadhaar,
): JsonObject {
  const more = { 'sealed-hash': sealedHash(sealed) };
  return accountEventResource({ id, at: lastUpdated, actor, account, detail: 'change-aadhaar', more });
}

function newcomer(account: string, login: string, name: string, chain: string): Actor {
  return { account, login, name, role: 'patient', verified: true, chain };
}

// A patient is registered: a chain begins, with the registration as its first block.

import { accountEventResource, type JsonObject, patientResource, type Registration } from '@patrec/fhir';
import { insertEvent, makeEvent } from '../access/access-log.ts';
import type { Actor } from '../access/actor.ts';
import { decide } from '../access/decide.ts';
import type { Db } from '../db/pool.ts';
import { type Tx, transaction } from '../db/transaction.ts';
import { AppError } from '../errors.ts';
import { insertAccount, nextNumber, returnNumber } from '../identity/account-store.ts';
import { startChain } from '../ledger/append.ts';
import { appendContents } from '../ledger/append-contents.ts';
import { makeVersion } from '../ledger/content-store.ts';
import { type Ledger, newResourceId, now, randomHex } from '../ledger/ledger.ts';
import { type SealAadhaar, sealedHash, storeAadhaar } from './aadhaar.ts';
import { patientRow } from './patient-index.ts';
import {
  hasDuplicate,
  insertPatient,
  type Patient,
  patientByForm,
  type SimilarPatient,
  similarPatients,
} from './patient-store.ts';

/** What is known at registration. `besides` makes the resources of allergies, blood group, guardians. */
export interface NewPatient {
  readonly registration: Omit<Registration, 'id' | 'versionId' | 'lastUpdated' | 'number'>;
  readonly besides: (patient: { reference: string; display: string }, version: () => Version) => JsonObject[];
  readonly passwordHash: string | null;
  readonly demo: boolean;
  /** Seals the Aadhaar number that was entered. */
  readonly aadhaar?: SealAadhaar;
  /** Until when the password holds, where it is one to be replaced at the first use; ISO 8601 UTC. */
  readonly oneTimeUntil?: string;
  /** 32 hexadecimal characters: the author's form sent twice registers once. */
  readonly nonce?: string;
  /** Looks for those who may be the same person; without it nobody looks. */
  readonly apart?: Apart;
}

/** Whom the author has seen and says to be somebody else, by number, and why. */
export interface Apart {
  readonly from: readonly string[];
  readonly reason: string;
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

/** There are patients who may be the same person, of whom the author has not said that they are not. */
export class SimilarPatientsError extends AppError {
  readonly similar: readonly SimilarPatient[];

  constructor(similar: readonly SimilarPatient[]) {
    super('conflict', 'There are patients who may be the same person.');
    this.name = 'SimilarPatientsError';
    this.similar = similar;
  }
}

/**
 * Registers the patient with an account; gives the patient, the first one where the form came before. Without an actor people register themselves.
 * Throws forbidden for those who may not register, DuplicateError for whoever registers themself a second time or has
 * somebody else's Aadhaar number, SimilarPatientsError where somebody has to look first.
 */
export async function registerPatient(
  { db, ledger }: { db: Db; ledger: Ledger },
  by: Actor | null,
  person: NewPatient,
): Promise<Patient> {
  const { registration, besides, passwordHash, demo, aadhaar, oneTimeUntil = null, nonce, apart } = person;
  return transaction(db, async (tx) => {
    const number = await nextNumber(tx, 'PAT');
    const chain = randomHex(ledger, 16);
    const account = randomHex(ledger, 16);
    const actor = by ?? newcomer(account, number, registration.name.text, chain);
    const intent = by ? ({ action: 'register-patient' } as const) : ({ action: 'register-self', chain } as const);
    const decision = decide(actor, intent, [], now(ledger));
    if (!decision.permit) throw new AppError('forbidden', 'You may not register patients.');
    // The counter's row is locked: of two that come at once, the second sees what the first wrote.
    const earlier = nonce ? await patientByForm(tx, actor.account, nonce) : undefined;
    if (earlier) return giveBack(tx, earlier, registration);
    const head = await startChain(tx, ledger, chain, 'patient');
    const version = () => ({ id: newResourceId(ledger, chain), versionId: '1', lastUpdated: head.recordedAt });
    const resource = patientResource({ ...registration, ...version(), number });
    const others = besides({ reference: `Patient/${resource.id}`, display: number }, version);
    const patient = patientRow([resource, ...others], { chain, number, accountId: account });
    if (!by && (await hasDuplicate(tx, patient))) throw new DuplicateError();
    const similar = apart ? await similarPatients(tx, patient) : [];
    if (similar.some((one) => !apart?.from.includes(one.number))) throw new SimilarPatientsError(similar);
    const sealed = aadhaar?.(chain);
    if (sealed && !(await storeAadhaar(tx, chain, sealed))) throw new DuplicateError();
    const own = { id: account, login: number };
    const stated = [
      ...(sealed ? [eventOf(version(), actor, own, 'change-aadhaar', { 'sealed-hash': sealedHash(sealed) })] : []),
      ...(apart && similar.length > 0 ? [eventOf(version(), actor, own, 'told-apart', {}, apart.reason)] : []),
    ];
    const contents = [resource, ...others, ...stated].map((one) => makeVersion(ledger, one));
    await insertAccount(
      tx,
      {
        id: account,
        login: number,
        role: 'patient',
        name: patient.name,
        status: 'active',
        passwordHash,
        demo,
        oneTimeUntil,
      },
      head.recordedAt,
    );
    const block = await appendContents(
      tx,
      ledger,
      head,
      { type: 'registration', author: actor.account, ...(nonce && { nonce }) },
      contents,
    );
    await insertPatient(tx, patient, []);
    await insertEvent(
      tx,
      makeEvent(ledger, actor, 'register', { chain, basis: decision.basis, at: head.recordedAt }),
      block.seq,
    );
    return patient;
  });
}

// The number just taken goes back. A form that was filled in again for somebody else is no repetition.
async function giveBack(tx: Tx, earlier: Patient, { name, birthDate }: NewPatient['registration']): Promise<Patient> {
  if (earlier.name !== name.text || earlier.born !== birthDate)
    throw new AppError('conflict', `${earlier.number} was registered by this form. Open a new one for another person.`);
  await returnNumber(tx, 'PAT');
  return earlier;
}

function eventOf(
  { id, lastUpdated }: Version,
  actor: Actor,
  account: { id: string; login: string },
  detail: string,
  more: Record<string, string>,
  reason?: string,
): JsonObject {
  const event = { id, at: lastUpdated, actor, account, detail, more };
  return accountEventResource({ ...event, ...(reason !== undefined && { reason }) });
}

function newcomer(account: string, login: string, name: string, chain: string): Actor {
  return { account, login, name, role: 'patient', verified: true, chain };
}

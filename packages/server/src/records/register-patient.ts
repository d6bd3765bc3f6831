// A patient is registered: a chain begins, with the registration as its first block.

import { type JsonObject, patientResource, type Registration } from '@patrec/fhir';
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
import { patientRow } from './patient-index.ts';
import { insertPatient, type Patient } from './patient-store.ts';

/** What is known at registration. `besides` makes the resources of allergies, blood group, guardians. */
export interface NewPatient {
  readonly registration: Omit<Registration, 'id' | 'versionId' | 'lastUpdated' | 'number'>;
  readonly besides: (patient: { reference: string; display: string }, version: () => Version) => JsonObject[];
  readonly passwordHash: string | null;
  readonly demo: boolean;
}

interface Version {
  readonly id: string;
  readonly versionId: string;
  readonly lastUpdated: string;
}

/** Registers the patient with an account; gives the patient. Throws forbidden for those who may not register. */
export async function registerPatient(
  { db, ledger }: { db: Db; ledger: Ledger },
  actor: Actor,
  { registration, besides, passwordHash, demo }: NewPatient,
): Promise<Patient> {
  const decision = decide(actor, { action: 'register-patient' }, [], now(ledger));
  if (!decision.permit) throw new AppError('forbidden', 'You may not register patients.');
  return transaction(db, async (tx) => {
    const number = await nextNumber(tx, 'PAT');
    const chain = randomHex(ledger, 16);
    const head = await startChain(tx, ledger, chain, 'patient');
    const version = () => ({ id: newResourceId(ledger, chain), versionId: '1', lastUpdated: head.recordedAt });
    const resource = patientResource({ ...registration, ...version(), number });
    const others = besides({ reference: `Patient/${resource.id}`, display: number }, version);
    const account = randomHex(ledger, 16);
    const patient = patientRow([resource, ...others], { chain, number, accountId: account });
    const contents = [resource, ...others].map((one) => makeVersion(ledger, one));
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

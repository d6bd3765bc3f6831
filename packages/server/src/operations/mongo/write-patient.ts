// One patient of an export with all their records: written in one transaction and one block, or not at all.

import { type JsonObject, patientResource } from '@patrec/fhir';
import { insertEvent, makeEvent } from '../../access/access-log.ts';
import type { Db } from '../../db/pool.ts';
import { type Tx, transaction } from '../../db/transaction.ts';
import { insertAccount, keepNumber, lockNumbers } from '../../identity/account-store.ts';
import type { ImportedPassword } from '../../identity/imported-password.ts';
import { hashImportedPassword } from '../../identity/password.ts';
import { type ChainHead, startChain } from '../../ledger/append.ts';
import { makeVersion } from '../../ledger/content-store.ts';
import { type Ledger, newResourceId, randomHex } from '../../ledger/ledger.ts';
import { patientRow } from '../../records/patient-index.ts';
import { insertPatient, type Patient, patientByForm, similarPatients } from '../../records/patient-store.ts';
import { takeRecordNumbers } from '../../records/record-store.ts';
import type { NewPatient } from '../../records/register-patient.ts';
import { writeRecords } from '../../records/write-records.ts';
import type { BlockRecord } from './block-record.ts';
import { blockResources } from './block-resources.ts';
import type { MongoBlock } from './blocks.ts';
import type { OldDoctor } from './people.ts';

/** A patient who is to be. `nonce` stands for them: the same one comes once. */
export interface NewMongoPatient {
  readonly registration: NewPatient['registration'];
  readonly nonce: string;
  /** Theirs there, which they keep where it is free. */
  readonly oldNumber: number;
  readonly password: ImportedPassword | undefined;
  readonly records: readonly NewMongoRecord[];
}

/** A record to be; `author` is the doctor who made it, where they have an account. */
interface NewMongoRecord {
  readonly block: MongoBlock;
  readonly record: BlockRecord;
  readonly file: MongoSource;
  readonly author: OldDoctor | undefined;
}

export interface MongoSource {
  readonly name: string;
  readonly sha256: string;
}

export type WrittenPatient =
  | { readonly outcome: 'created' | 'present'; readonly patient?: Patient }
  | { readonly outcome: 'similar'; readonly numbers: readonly string[] };

/** Who is here already by the same ABHA number, or the same name and a birth that does not contradict. A phone is a family's. */
export async function alikeHere(
  db: Db | Tx,
  person: Pick<Patient, 'abha' | 'phone' | 'name' | 'born'>,
): Promise<string[]> {
  const similar = await similarPatients(db, person);
  return similar.filter(({ sameAbha, sameName }) => sameAbha || sameName).map(({ number }) => number);
}

/** Writes the patient in the system's name. */
export async function writePatient(
  { db, ledger }: { db: Db; ledger: Ledger },
  person: NewMongoPatient,
): Promise<WrittenPatient> {
  return transaction(db, async (tx) => {
    // The counter's row is locked: of two imports at once, the second sees what the first wrote.
    await lockNumbers(tx, 'PAT');
    const earlier = await patientByForm(tx, ledger.systemAccount, person.nonce);
    if (earlier) return { outcome: 'present', patient: earlier };
    const { name, birthDate: born, abhaNumber: abha = null } = person.registration;
    const alike = await alikeHere(tx, { name: name.text, born, abha, phone: null });
    if (alike.length > 0) return { outcome: 'similar', numbers: alike };
    const number = await keepNumber(tx, 'PAT', person.oldNumber);
    const head = await startChain(tx, ledger, randomHex(ledger, 16), 'patient');
    const version = { id: newResourceId(ledger, head.chain), versionId: '1', lastUpdated: head.recordedAt };
    const resource = patientResource({ ...person.registration, ...version, number });
    const accountId = randomHex(ledger, 16);
    const patient = patientRow([resource], { chain: head.chain, number, accountId });
    await write(tx, ledger, head, { person, patient, resource, accountId });
    return { outcome: 'created', patient };
  });
}

interface Written {
  readonly person: NewMongoPatient;
  readonly patient: Patient;
  readonly resource: JsonObject;
  readonly accountId: string;
}

async function write(tx: Tx, ledger: Ledger, head: ChainHead, { person, patient, resource, accountId }: Written) {
  const { chain, recordedAt } = head;
  const { number, name } = patient;
  const account = { id: accountId, login: number, role: 'patient', name, status: 'active', demo: false } as const;
  const passwordHash = person.password ? await hashImportedPassword(person.password) : null;
  await insertAccount(tx, { ...account, passwordHash }, recordedAt);
  await insertPatient(tx, patient, []);
  await takeRecordNumbers(tx, chain, person.records.length);
  const place = {
    chain,
    newId: () => newResourceId(ledger, chain),
    recordedAt,
    patient: { reference: `Patient/${patient.resourceId}`, display: number },
  };
  const records = person.records.map(({ block, record, file, author }, i) => ({
    number: i + 1,
    resources: blockResources(record, block, { ...place, file, author }),
    ...(author?.account && { author: author.account }),
  }));
  const act = { type: 'registration', author: ledger.systemAccount, nonce: person.nonce } as const;
  const block = await writeRecords(tx, ledger, head, act, records, [makeVersion(ledger, resource)]);
  const event = { chain, basis: { kind: 'operation' }, at: recordedAt } as const;
  await insertEvent(tx, makeEvent(ledger, { account: ledger.systemAccount }, 'import', event), block.seq);
}

// Imports one FHIR R4 transaction Bundle as a new patient with records: all of it in one transaction, or nothing.

import type { JsonObject } from '@patrec/fhir';
import { isDirectoryType, parseTransactionBundle, planImport, type TransactionBundle } from '@patrec/fhir/bundle';
import { insertEvent, makeEvent } from '../access/access-log.ts';
import type { Db } from '../db/pool.ts';
import { statement } from '../db/statement.ts';
import { type Tx, transaction } from '../db/transaction.ts';
import { AppError } from '../errors.ts';
import { insertAccount, nextNumber } from '../identity/account-store.ts';
import { type ChainHead, lockHead, startChain } from '../ledger/append.ts';
import { appendContents } from '../ledger/append-contents.ts';
import { makeVersion } from '../ledger/content-store.ts';
import { type Ledger, newResourceId, randomHex } from '../ledger/ledger.ts';
import { patientRow } from '../records/patient-index.ts';
import { insertPatient, patientByIdentifier } from '../records/patient-store.ts';
import { takeRecordNumbers } from '../records/record-store.ts';
import { writeRecords } from '../records/write-records.ts';
import { identifiersOf } from './identifiers.ts';

export interface ImportedBundle {
  readonly patient: string;
  readonly records: number;
  readonly resources: number;
}

const selectEntries = statement(
  'directory.select',
  'SELECT identifier, reference FROM directory_entry WHERE identifier = ANY ($1)',
);
const insertEntries = statement(
  'directory.insert',
  'INSERT INTO directory_entry (identifier, reference) SELECT * FROM unnest($1::text[], $2::text[]) ON CONFLICT DO NOTHING',
);

/** The account of the imported patient. Without a password nobody signs in with it until the patient is given one. */
export interface NewAccount {
  readonly passwordHash: string | null;
  readonly demo: boolean;
}

/**
 * Imports the bundle that the bytes hold. Throws BundleError with all that is wrong with it, AppError conflict where the
 * patient is here already. Organizations and practitioners join the institution's directory, once each.
 */
export async function importBundle(
  { db, ledger }: { db: Db; ledger: Ledger },
  bytes: Uint8Array,
  account: NewAccount,
): Promise<ImportedBundle> {
  const bundle = parseTransactionBundle(bytes);
  return transaction(db, async (tx) => {
    await refuseKnownPatient(tx, bundle);
    const institution = await lockHead(tx, ledger, ledger.institutionChain);
    const known = await knownDirectory(tx, bundle);
    const chain = randomHex(ledger, 16);
    const started = await startChain(tx, ledger, chain, 'patient');
    const head = { ...started, recordedAt: institution.recordedAt };
    const assignId = (type: string) => newResourceId(ledger, isDirectoryType(type) ? ledger.institutionChain : chain);
    const plan = planImport(bundle, assignId, {
      now: head.recordedAt,
      resolveDirectory: (resource) =>
        identifiersOf(resource)
          .map((one) => known.get(one))
          .find(Boolean),
    });
    await writeDirectory(
      tx,
      ledger,
      institution,
      plan.directory.map(({ resource }) => resource),
    );
    const number = await writePatient(tx, ledger, head, plan, account);
    return { patient: number, records: plan.records.length, resources: bundle.entries.length };
  });
}

async function writePatient(
  tx: Tx,
  ledger: Ledger,
  head: ChainHead,
  plan: ReturnType<typeof planImport>,
  { passwordHash, demo }: NewAccount,
): Promise<string> {
  const { chain } = head;
  const number = await nextNumber(tx, 'PAT');
  const id = randomHex(ledger, 16);
  const patient = patientRow([plan.patient], { chain, number, accountId: id });
  const account = {
    id,
    login: number,
    role: 'patient',
    name: patient.name,
    status: 'active',
    passwordHash,
    demo,
  } as const;
  await insertAccount(tx, account, head.recordedAt);
  await insertPatient(tx, patient, identifiersOf(plan.patient));
  await takeRecordNumbers(tx, chain, plan.records.length);
  const records = plan.records.map(({ resources }, i) => ({ number: i + 1, resources }));
  const act = { type: 'registration', author: ledger.systemAccount } as const;
  const block = await writeRecords(tx, ledger, head, act, records, [makeVersion(ledger, plan.patient)]);
  const operator = { account: ledger.systemAccount };
  await insertEvent(
    tx,
    makeEvent(ledger, operator, 'import', { chain, basis: { kind: 'operation' }, at: block.recordedAt }),
    block.seq,
  );
  return number;
}

async function refuseKnownPatient(tx: Tx, { entries }: TransactionBundle): Promise<void> {
  const patient = entries.find(({ type }) => type === 'Patient');
  const found = patient && (await patientByIdentifier(tx, identifiersOf(patient.resource)));
  if (found) throw new AppError('conflict', `This patient is here already, as ${found.number}. Nothing was imported.`);
}

// The institution's head is locked: no other import adds the same entry between this look and the write.
async function knownDirectory(tx: Tx, { entries }: TransactionBundle): Promise<Map<string, string>> {
  const wanted = entries.filter(({ type }) => isDirectoryType(type)).flatMap(({ resource }) => identifiersOf(resource));
  const rows = await tx.rows<{ identifier: string; reference: string }>(selectEntries, [wanted]);
  return new Map(rows.map(({ identifier, reference }) => [identifier, reference]));
}

async function writeDirectory(
  tx: Tx,
  ledger: Ledger,
  head: ChainHead,
  resources: readonly JsonObject[],
): Promise<void> {
  if (resources.length === 0) return;
  const contents = resources.map((resource) => makeVersion(ledger, resource));
  await appendContents(tx, ledger, head, { type: 'institution', author: ledger.systemAccount }, contents);
  const entries = resources.flatMap((resource) =>
    identifiersOf(resource).map((identifier) => [identifier, `${resource.resourceType}/${resource.id}`] as const),
  );
  await tx.rows(insertEntries, [entries.map(([identifier]) => identifier), entries.map(([, reference]) => reference)]);
}

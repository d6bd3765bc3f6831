// A laboratory record written as the form's route writes it.

import { randomBytes } from 'node:crypto';
import { laboratory, parseRecordForm, recordResources } from '@patrec/fhir';
import type { Actor } from '../../src/access/actor.ts';
import { practitioners } from '../../src/access/party-store.ts';
import { now } from '../../src/ledger/ledger.ts';
import type { Signing } from '../../src/ledger/sign.ts';
import { INSTITUTION_ZONE } from '../../src/records/clinical-time.ts';
import { createRecord } from '../../src/records/create-record.ts';
import type { Patient } from '../../src/records/patient-store.ts';
import type { TestStore } from './test-store.ts';

type Parts = Pick<TestStore, 'db' | 'ledger'>;

/** Writes a laboratory record of those values; gives its number, and whether that nonce had come before. */
export async function writeLaboratory(
  parts: Parts,
  author: Actor,
  patient: Patient,
  values: Record<string, string> = { haemoglobin: '9.50' },
  nonce = randomBytes(16).toString('hex'),
  signing?: Signing,
): Promise<{ number: number; repeated: boolean }> {
  const form = { collectedAt: '2026-10-01T08:30', ...values };
  const context = { sex: 'female', birthDate: '', now: now(parts.ledger), timeZone: INSTITUTION_ZONE } as const;
  const parsed = parseRecordForm(laboratory, form, context);
  if (!parsed.ok) throw new Error(`The form is wrong: ${JSON.stringify(parsed.errors)}`);
  const self = (await practitioners(parts.db, [author.account])).get(author.account);
  const saved = await createRecord(parts, author, {
    type: 'laboratory',
    chain: patient.chain,
    occurredAt: parsed.record.occurredAt,
    nonce,
    signing,
    resources: ({ newId, recordedAt }) =>
      recordResources(laboratory, parsed.record, {
        newId,
        patient: { reference: `Patient/${patient.resourceId}`, display: patient.number },
        author: { reference: `Practitioner/${self?.resourceId}`, display: author.name },
        lastUpdated: recordedAt,
        versionId: '1',
      }),
  });
  if (!saved.created) throw new Error(`The record was refused: ${saved.reason}.`);
  return { number: saved.number, repeated: saved.repeated };
}

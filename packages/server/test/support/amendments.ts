// Amendments of laboratory records, as the form's route makes them.

import { randomBytes } from 'node:crypto';
import { laboratory, parseRecordForm, recordResources } from '@patrec/fhir';
import type { Actor } from '../../src/access/actor.ts';
import { now } from '../../src/ledger/ledger.ts';
import { amendRecord } from '../../src/records/amend-record.ts';
import { INSTITUTION_ZONE } from '../../src/records/clinical-time.ts';
import type { TestStore } from './test-store.ts';

type Parts = Pick<TestStore, 'db' | 'ledger'>;
const NONCE_BYTES = 16;

/** Makes a new version of a laboratory record, of those values. */
export async function amendLaboratory(
  parts: Parts,
  author: Actor,
  place: { readonly chain: string; readonly number: number; readonly version: number },
  values: Readonly<Record<string, string>>,
): Promise<void> {
  const form = { collectedAt: '2026-10-01T08:30', ...values };
  const context = { sex: 'female', birthDate: '', now: now(parts.ledger), timeZone: INSTITUTION_ZONE } as const;
  const parsed = parseRecordForm(laboratory, form, context);
  if (!parsed.ok) throw new Error(`The form is wrong: ${JSON.stringify(parsed.errors)}`);
  const amended = await amendRecord(parts, author, {
    ...place,
    ...because(),
    resources: ({ newId, recordedAt, patient, author: by }) =>
      recordResources(laboratory, parsed.record, {
        newId,
        patient,
        author: by,
        lastUpdated: recordedAt,
        versionId: '1',
      }),
  });
  if (amended !== 'done') throw new Error('The record was changed meanwhile.');
}

/** Marks a record as entered in error. */
export async function markInError(
  parts: Parts,
  author: Actor,
  place: { readonly chain: string; readonly number: number; readonly version: number },
): Promise<void> {
  if ((await amendRecord(parts, author, { ...place, ...because() })) !== 'done')
    throw new Error('It was changed meanwhile.');
}

function because(): { reason: string; nonce: string } {
  return { reason: 'It was read from the wrong line.', nonce: randomBytes(NONCE_BYTES).toString('hex') };
}

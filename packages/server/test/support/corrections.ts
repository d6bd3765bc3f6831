// Corrections asked for as patients ask, in one call each.

import { randomBytes } from 'node:crypto';
import type { Actor } from '../../src/access/actor.ts';
import { askCorrection } from '../../src/records/correct-record.ts';
import { correctionsOfPatient } from '../../src/records/correction-store.ts';
import type { TestStore } from './test-store.ts';

type Parts = Pick<TestStore, 'db' | 'ledger'>;

/** Asks for a correction of that record. */
export async function askFor(parts: Parts, patient: Actor, record: number): Promise<void> {
  const words = { wrong: 'The haemoglobin is not mine.', should: 'It was 13.1.' };
  const nonce = randomBytes(16).toString('hex');
  await askCorrection(parts, patient, { chain: patient.chain ?? '', record, ...words, nonce });
}

/** The id of the correction of that record that waits; one is asked for where none does. */
export async function waitingCorrection(parts: Parts, patient: Actor, record: number): Promise<string> {
  const find = async () =>
    (await correctionsOfPatient(parts.db, patient.chain ?? '')).find(
      (one) => one.record === record && one.state === 'asked',
    )?.id;
  const waiting = await find();
  if (waiting !== undefined) return waiting;
  await askFor(parts, patient, record);
  return (await find()) ?? '';
}

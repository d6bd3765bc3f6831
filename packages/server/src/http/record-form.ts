// What the form of every record needs: the patient in whose chart it is written, and the number that makes it one record
// however often it is sent.

import type { RecordType } from '@patrec/fhir';
import type { Actor } from '../access/actor.ts';
import { decide } from '../access/decide.ts';
import { AppError } from '../errors.ts';
import { now } from '../ledger/ledger.ts';
import { noChart } from '../records/open-chart.ts';
import type { Patient } from '../records/patient-store.ts';
import type { App } from './app.ts';
import type { Form } from './form.ts';

/** The patient to write for. Throws forbidden for those who may not write, not-found where there is no such patient. */
export async function patientToWriteFor(app: App, actor: Actor, number: string, type: RecordType): Promise<Patient> {
  const patient = await app.patientByNumber(number.toUpperCase());
  const decision = decide(actor, { action: 'create-record', chain: patient?.chain ?? '', type }, [], now(app.ledger));
  if (!decision.permit) throw new AppError('forbidden', 'An administrator has to verify your registration first.');
  if (!patient) throw noChart();
  return patient;
}

/** The form's nonce, 32 hexadecimal digits. Throws incorrect. */
export function nonceOf({ nonce = '' }: Form): string {
  if (!/^[0-9a-f]{32}$/.test(nonce))
    throw new AppError('incorrect', 'The form is not complete. Open it again and send it once more.');
  return nonce;
}

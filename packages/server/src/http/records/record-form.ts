// What the form of every record needs: the patient in whose chart it is written, and the number that makes it one record
// however often it is sent.

import {
  type DefinedType,
  type FormResult,
  type FormValues,
  filesOf,
  forRole,
  isImportProvenance,
  isInError,
  type JsonObject,
  parseRecordForm,
  type RecordDefinition,
  type RecordType,
  readBack,
  recordResources,
} from '@patrec/fhir';
import type { Actor } from '../../access/actor.ts';
import { decide } from '../../access/decide.ts';
import { AppError } from '../../errors.ts';
import { now } from '../../ledger/ledger.ts';
import { INSTITUTION_ZONE } from '../../records/clinical-time.ts';
import { noChart } from '../../records/open-chart.ts';
import type { Patient } from '../../records/patient-store.ts';
import type { App } from '../app.ts';
import type { Form } from '../form.ts';
import { patientSummary } from '../views.ts';

type Definition = RecordDefinition<DefinedType>;

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

/** The form as far as the actor fills it in. */
export function ownForm(definition: Definition, { role }: Actor): Definition {
  return forRole(definition, role === 'doctor' ? 'doctor' : 'staff');
}

/** The record that a posted form says of that patient, or what is wrong with it. */
export function parsePosted(
  app: App,
  definition: Definition,
  values: FormValues,
  patient: Patient,
  withFiles = false,
): FormResult {
  return parseRecordForm(definition, values, {
    sex: patientSummary(patient, now(app.ledger)).sex,
    birthDate: patient.birthDate ?? '',
    now: now(app.ledger),
    timeZone: INSTITUTION_ZONE,
    withFiles,
  });
}

/** True where the form holds all that the record says: what came from elsewhere may say more. */
export function fitsForm(
  app: App,
  definition: Definition,
  resources: readonly JsonObject[],
  patient: Patient,
): boolean {
  const parsed = parsePosted(app, definition, readBack(definition, resources, INSTITUTION_ZONE), patient);
  if (!parsed.ok) return true;
  const nobody = { reference: '', display: '' };
  const files = filesOf(definition.files ?? [], resources);
  const people = { patient: nobody, author: nobody };
  const options = { newId: () => '', ...people, lastUpdated: now(app.ledger), versionId: '1', files };
  const standing = resources.filter((one) => !isInError(one) && !isImportProvenance(one));
  return recordResources(definition, parsed.record, options).length === standing.length;
}

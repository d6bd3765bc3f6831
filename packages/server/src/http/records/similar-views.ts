// Patients who may be the same person, as the desk compares them. Each of them reads in their log who looked.

import type { SimilarView } from '@patrec/web';
import { insertEvent, makeEvent } from '../../access/access-log.ts';
import type { Actor } from '../../access/actor.ts';
import { now } from '../../ledger/ledger.ts';
import type { SimilarPatient } from '../../records/patient-store.ts';
import type { App } from '../app.ts';
import { patientSummary } from '../views.ts';

/** The views, after it was logged that somebody looked. */
export async function similarViews(app: App, actor: Actor, similar: readonly SimilarPatient[]): Promise<SimilarView[]> {
  for (const { chain } of similar)
    await insertEvent(app.db, makeEvent(app.ledger, actor, 'find-patient', { chain, basis: { kind: 'duty' } }));
  return similar.map((one) => similarView(app, one));
}

function similarView(app: App, patient: SimilarPatient): SimilarView {
  const { number, name, birthDate: born, sex } = patientSummary(patient, now(app.ledger));
  const { sameAbha, samePhone, sameName, phone } = patient;
  const same = [sameAbha && 'abha', samePhone && 'phone', sameName && 'name'] as const;
  return { number, name, born, sex, phoneEnd: phone?.slice(-4) ?? null, same: same.filter((one) => one !== false) };
}

// What the pages of a registration share: its versions, the one that a form was filled in on, and what stands by now.

import { registrationValues } from '@patrec/fhir';
import type { RegistrationFormProps, RegistrationVersionView } from '@patrec/web';
import { AppError } from '../../errors.ts';
import type { Patient } from '../../records/patient-store.ts';
import { type RegistrationVersion, registrationVersions, standingRegistration } from '../../records/registration.ts';
import type { App } from '../app.ts';
import type { Form } from '../form.ts';

/** A version as its pages take it. */
export function registrationVersionView(one: RegistrationVersion): RegistrationVersionView {
  const { version, reason, recordedAt, authorLogin, authorName } = one;
  return { version, reason, recordedAt, author: { login: authorLogin, name: authorName } };
}

/** The version that the form was filled in on. Throws incorrect where it does not say. */
export function seenVersion({ version = '' }: Form): number {
  if (!/^[1-9]\d{0,5}$/.test(version))
    throw new AppError('incorrect', 'The form is not complete. Open it again and send it once more.');
  return Number(version);
}

/** Who was faster, and what the registration says now: what was typed goes on from there. */
export async function standsNow(
  app: App,
  patient: Pick<Patient, 'chain' | 'resourceId'>,
): Promise<Required<Pick<RegistrationFormProps, 'version' | 'changed'>>> {
  const [versions, standing] = await Promise.all([
    registrationVersions(app.db, patient),
    standingRegistration(app.db, patient.chain),
  ]);
  const newest = versions.at(-1);
  const values = registrationValues(standing.map(({ resource }) => resource));
  const changed = { who: newest?.authorName ?? '', when: newest?.recordedAt ?? '', values };
  return { version: newest?.version ?? 1, changed };
}

// Keys that doctors sign with, and forms and records that are signed, in every state that looks different.
import {
  type PageContext,
  renderAccount,
  renderDoctorKeys,
  renderMarkInError,
  renderNewSigningKey,
  renderRecord,
  renderRecordForm,
  type SigningKeyView,
} from '@patrec/web';
import { noEmail, noFactors } from './account-pages.ts';
import { record } from './histories.ts';
import { contextFor, lakshmi, now, request, users } from './people.ts';
import { laboratory } from './resources.ts';

const key = (letter: string): SigningKeyView => ({
  key: `${letter.repeat(43)}=`,
  madeAt: '2026-10-02T06:00:00.000Z',
  usedAt: null,
  revokedAt: null,
  revokedByName: null,
  reason: null,
});
const keys: readonly SigningKeyView[] = [
  { ...key('G'), usedAt: now },
  key('W'),
  { ...key('k'), revokedAt: now, revokedByName: 'Joseph Mathew', reason: 'The laptop was stolen at the station.' },
  { ...key('q'), revokedAt: now },
];

export function signingPages(more: Partial<PageContext>): Record<string, string> {
  const at = (user: PageContext['user'], path: string) => contextFor(user, path, more);
  const { doctor, administrator, patient } = users;
  const account = (own: readonly SigningKeyView[]) =>
    renderAccount(at(doctor, '/account'), {
      person: doctor,
      password: {},
      sessions: [],
      email: noEmail,
      factors: noFactors,
      keys: own,
    });
  const ofDoctor = (props: Partial<Parameters<typeof renderDoctorKeys>[1]>) =>
    renderDoctorKeys(at(administrator, '/people/keys'), {
      number: 'DOC2',
      doctor: { ...request.requester, keys },
      chosen: '',
      reason: '',
      errors: [],
      ...props,
    });
  const form = {
    type: 'prescription',
    patient: lakshmi,
    values: {},
    nonce: 'aa',
    signing: { keys: [], required: true },
  } as const;
  const shown = {
    patient: lakshmi,
    viewer: 'self',
    record,
    resources: laboratory(),
    trends: {},
    canVerify: true,
  } as const;
  return {
    'keys-none': account([]),
    keys: account(keys),
    'key-new': renderNewSigningKey(at(doctor, '/account/keys/new'), { errors: [] }),
    'key-new-wrong': renderNewSigningKey(at(doctor, '/account/keys/new'), {
      errors: [{ field: 'sign', code: 'sign-again' }],
    }),
    'doctor-keys': ofDoctor({}),
    'doctor-keys-wrong': ofDoctor({ chosen: keys[1]?.key ?? '', errors: [{ field: 'reason', code: 'required' }] }),
    'doctor-keys-nobody': ofDoctor({
      number: 'DOC99',
      doctor: null,
      errors: [{ field: 'number', code: 'no-such-doctor' }],
    }),
    'form-signed': renderRecordForm(at(doctor, '/patients/PAT001/records/prescription'), {
      ...form,
      errors: [{ field: 'sign', code: 'sign-required' }],
    }),
    'form-signed-optional': renderMarkInError(at(doctor, '/patients/PAT001/records/7/versions/1/in-error'), {
      patient: lakshmi,
      record: { ...record, label: record.label },
      version: 1,
      reason: '',
      errors: [],
      nonce: 'aa',
      signing: { keys: [], required: false },
    }),
    'record-signed': renderRecord(at(patient, '/patients/PAT001/records/7'), {
      ...shown,
      signature: { holds: true, name: 'Dr. Meera Iyer', login: 'DOC1', keySince: '2026-10-02T06:00:00.000Z' },
    }),
    'record-signed-wrong': renderRecord(at(patient, '/patients/PAT001/records/7'), {
      ...shown,
      signature: { holds: false },
    }),
  };
}

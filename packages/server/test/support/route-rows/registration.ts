// A registration: who reads it, who changes how to reach the patient. The desk's own are in desk.ts.

import type { CastRole } from '../cast.ts';
import type { Row } from '../route-row.ts';

const address = '/patients/:number/registration';
const READERS: readonly CastRole[] = ['patient', 'granted doctor', 'narrow doctor', 'emergency doctor'];
const row = (act: string, answers: Row['answers'], method = 'GET'): Row => ({
  route: `${method} ${address}${act}`,
  url: () => `/patients/PAT001/registration${act.replace(':version', '1')}`,
  missing: `/patients/PAT999/registration${act.replace(':version', '1')}`,
  answers,
});

export const registrationRows: readonly Row[] = [
  row('', { 200: READERS }),
  // There is one version: nothing to compare it with.
  row('/versions/:version/changes', {}),
  row('/contact', { 200: ['patient'] }),
  // Without a reason the patient is told so at the field, and nothing is written.
  { ...row('/contact', { 422: ['patient'] }, 'POST'), form: () => ({ nonce: '0'.repeat(32), version: '1' }) },
];

// The forms of records: doctors write all of them, staff what is measured or given.

import type { DefinedType } from '@patrec/fhir';
import { ROLES } from '../cast.ts';
import { recordForm } from '../record-forms.ts';
import type { Row } from '../route-row.ts';

const DOCTORS = ROLES.filter((role) => role.endsWith('doctor') && role !== 'unverified doctor');
const STAFF = ['staff', 'author staff'] as const;

const forms: Readonly<Record<DefinedType, 'doctors' | 'doctors and staff'>> = {
  general: 'doctors and staff',
  laboratory: 'doctors and staff',
  prescription: 'doctors',
  diagnosis: 'doctors',
  immunisation: 'doctors and staff',
  procedure: 'doctors',
  discharge: 'doctors',
  cardiac: 'doctors and staff',
  dermatology: 'doctors',
};

// PAT001-REC1 is the author doctor's; others who may read it may not change it.
const ofVersion = (act: string, answers: Row['answers'], form?: Row['form']): Row => ({
  route: `${form ? 'POST' : 'GET'} /patients/:number/records/:record/versions/:version${act}`,
  url: () => `/patients/PAT001/records/1/versions/1${act}`,
  missing: `/patients/PAT001/records/77/versions/1${act}`,
  answers,
  ...(form && { form }),
});
const AUTHOR = ['author doctor'] as const;

const versions: readonly Row[] = [
  ofVersion('', { 200: ['patient', 'granted doctor', 'emergency doctor', ...AUTHOR] }),
  // There is one version: nothing to compare it with.
  ofVersion('/changes', {}),
  ofVersion('/amend', { 200: AUTHOR }),
  ofVersion('/in-error', { 200: AUTHOR }),
  // Without a reason whoever may do it is told so at the field, and nothing is written.
  ofVersion('/amend', { 422: AUTHOR }, () => recordForm('laboratory')),
  ofVersion('/in-error', { 422: AUTHOR }, () => recordForm('laboratory')),
];

export const recordRows: readonly Row[] = [
  ...versions,
  ...Object.entries(forms).flatMap(([type, who]): Row[] => {
    const writers = who === 'doctors' ? DOCTORS : [...DOCTORS, ...STAFF];
    const route = `/patients/:number/records/${type}`;
    return [
      {
        route: `GET ${route}`,
        url: () => `/patients/PAT001/records/${type}`,
        missing: `/patients/PAT999/records/${type}`,
        answers: { 200: writers, 403: ['unverified doctor'] },
      },
      {
        route: `POST ${route}`,
        url: () => `/patients/PAT002/records/${type}`,
        missing: `/patients/PAT999/records/${type}`,
        answers: { 303: writers, 403: ['unverified doctor'] },
        form: () => recordForm(type as DefinedType),
      },
    ];
  }),
];

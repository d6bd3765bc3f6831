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

export const recordRows: readonly Row[] = Object.entries(forms).flatMap(([type, who]): Row[] => {
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
});

// Documents and their files: who is answered what.

import { ROLES } from '../cast.ts';
import { documentForm } from '../document-forms.ts';
import type { Row } from '../route-row.ts';

const WRITERS = ROLES.filter(
  (role) => role.endsWith('staff') || (role.endsWith('doctor') && role !== 'unverified doctor'),
);
const READERS = ['patient', 'author doctor', 'emergency doctor'] as const;
const NO_FILE = '/patients/PAT001/records/77/files/000000000000-00000000000000000000';
const NO_ID = '000000000000-00000000000000000000';

export const fileRows: readonly Row[] = [
  {
    route: 'GET /patients/:number/records/import',
    url: () => '/patients/PAT001/records/import',
    missing: '/patients/PAT999/records/import',
    answers: { 200: WRITERS, 403: ['unverified doctor'] },
  },
  {
    route: 'POST /patients/:number/records/import',
    url: () => '/patients/PAT001/records/import',
    missing: '/patients/PAT999/records/import',
    // A PDF is no document of FHIR: whoever may write is told so.
    answers: { 422: WRITERS, 403: ['unverified doctor'] },
    file: true,
    form: () => ({}),
  },
  {
    route: 'GET /patients/:number/records/document',
    url: () => '/patients/PAT001/records/document',
    missing: '/patients/PAT999/records/document',
    answers: { 200: WRITERS, 403: ['unverified doctor'] },
  },
  {
    route: 'POST /patients/:number/records/document',
    url: () => '/patients/PAT002/records/document',
    missing: '/patients/PAT999/records/document',
    answers: { 303: WRITERS, 403: ['unverified doctor'] },
    file: true,
    form: () => documentForm(),
  },
  {
    route: 'POST /patients/:number/uploads',
    url: () => '/patients/PAT002/uploads',
    missing: '/patients/PAT999/uploads',
    answers: { 201: WRITERS, 403: ['unverified doctor'] },
    file: true,
    form: () => ({}),
  },
  ...['', '/download', '/picture'].map(
    (rest): Row => ({
      route: `GET /patients/:number/records/:record/files/:file${rest}`,
      url: ({ file }) => file.address + rest,
      missing: NO_FILE + rest,
      answers: { 200: READERS },
    }),
  ),
  {
    route: 'GET /fhir/Binary/:id',
    url: ({ file }) => `/fhir/Binary/${file.id}`,
    missing: `/fhir/Binary/${NO_ID}`,
    answers: { 200: READERS },
    stranger: 401,
  },
];

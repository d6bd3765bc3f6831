// Records opened in emergencies, their review, and who may open them: who is answered what.

import { type CastRole, ROLES } from '../cast.ts';
import type { Row } from '../route-row.ts';

const NO_ID = '000000000000-00000000000000000000';
const AUTHORISED: readonly CastRole[] = [
  'authorised doctor',
  'emergency doctor',
  'ended emergency doctor',
  'past emergency doctor',
];
const OTHER_DOCTORS = ROLES.filter((role) => role.endsWith('doctor') && !AUTHORISED.includes(role));

export const emergencyRows: readonly Row[] = [
  {
    route: 'GET /patients/:number/emergency/new',
    url: () => '/patients/PAT001/emergency/new',
    missing: '/patients/PAT999/emergency/new',
    answers: { 200: AUTHORISED, 403: OTHER_DOCTORS },
  },
  {
    route: 'POST /patients/:number/emergency',
    url: () => '/patients/PAT001/emergency',
    missing: '/patients/PAT999/emergency',
    // Nothing is typed: whoever is authorised is told so at the fields, and nothing opens.
    answers: { 422: AUTHORISED, 403: OTHER_DOCTORS },
    form: () => ({}),
  },
  {
    route: 'GET /patients/:number/emergency',
    url: () => '/patients/PAT001/emergency',
    missing: '/patients/PAT999/emergency',
    answers: { 200: ['emergency doctor'] },
  },
  {
    route: 'POST /patients/:number/emergency/end',
    url: () => '/patients/PAT001/emergency/end',
    missing: '/patients/PAT999/emergency/end',
    answers: { 303: ['emergency doctor'] },
    form: () => ({}),
  },
  {
    route: 'POST /access/emergencies/:id/end',
    url: ({ taken }) => `/access/emergencies/${taken}/end`,
    missing: `/access/emergencies/${NO_ID}/end`,
    answers: { 303: ['patient'] },
    form: () => ({}),
  },
  { route: 'GET /emergencies', url: () => '/emergencies', answers: { 200: ['administrator'] } },
  {
    route: 'GET /emergencies/:id',
    url: ({ over }) => `/emergencies/${over}`,
    missing: `/emergencies/${NO_ID}`,
    answers: { 200: ['administrator'] },
  },
  {
    route: 'POST /emergencies/:id/review',
    url: ({ over }) => `/emergencies/${over}/review`,
    missing: `/emergencies/${NO_ID}/review`,
    answers: { 303: ['administrator'] },
    form: () => ({ outcome: 'justified', note: 'As the ward book says.' }),
  },
  { route: 'GET /people/emergency', url: () => '/people/emergency', answers: { 200: ['administrator'] } },
  {
    route: 'POST /people/emergency',
    url: () => '/people/emergency',
    // Nobody is named: the administrator is told so at the field, and nobody is authorised.
    answers: { 422: ['administrator'] },
    form: () => ({}),
  },
  {
    route: 'POST /people/emergency/:id/withdraw',
    url: ({ authorisation }) => `/people/emergency/${authorisation}/withdraw`,
    missing: `/people/emergency/${NO_ID}/withdraw`,
    answers: { 303: ['administrator'] },
    form: () => ({}),
  },
];

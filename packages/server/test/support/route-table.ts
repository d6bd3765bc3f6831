// Every route with everybody who may come to it: what each role of the cast is answered. Whoever is not named is
// answered 404, and a stranger is sent to sign in.

import { readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { type CastRole, ROLES } from './cast.ts';
import type { Row } from './route-row.ts';
import { cardRows } from './route-rows/cards.ts';
import { deskRows } from './route-rows/desk.ts';
import { emergencyRows } from './route-rows/emergency.ts';
import { erasureRows } from './route-rows/erasures.ts';
import { fhirRows } from './route-rows/fhir.ts';
import { fileRows } from './route-rows/files.ts';
import { EVERY_PATIENT, guardianRows, inPlaceOfPatient } from './route-rows/guardians.ts';
import { integrityRows } from './route-rows/integrity.ts';
import { live } from './route-rows/live.ts';
import { logRows } from './route-rows/log.ts';
import { mailRows } from './route-rows/mail.ts';
import { recordRows } from './route-rows/records.ts';
import { registrationRows } from './route-rows/registration.ts';
import { securityRows } from './route-rows/security.ts';
import { tableRows } from './route-rows/tables.ts';

export type { Ids, Row } from './route-row.ts';

const EVERYBODY = ROLES;
const SIGNED_IN = ROLES.filter((role) => role !== 'stranger');
const DOCTORS = ROLES.filter((role) => role.endsWith('doctor') && role !== 'unverified doctor');
const STAFF = ['staff', 'author staff'] as const;
const PATIENTS = EVERY_PATIENT;
const NO_ID = '000000000000-00000000000000000000';

const assets = join(dirname(createRequire(import.meta.url).resolve('@patrec/web')), '..', 'client', 'assets');
const asset = () => `/assets/${readdirSync(assets)[0]}`;
const anybody = (route: string, url = route.split(' ')[1] ?? ''): Row => ({
  route,
  url: () => url,
  answers: { 200: EVERYBODY },
  stranger: 200,
});
const ofRecord = (record: number, author: CastRole, rest = ''): Row => ({
  route: `GET /patients/:number/records/:record${rest}`,
  url: () => `/patients/PAT001/records/${record}${rest}`,
  missing: `/patients/PAT001/records/77${rest}`,
  answers: { 200: ['patient', 'granted doctor', 'emergency doctor', author] },
});
const fhir = (url: Row['url'], missing: string, readers: readonly CastRole[]): Row => ({
  route: 'GET /fhir/:type/:id',
  url,
  missing,
  answers: { 200: readers },
  stranger: 401,
});

const OWN: readonly Row[] = [
  ...securityRows,
  ...tableRows,
  ...guardianRows,
  ...registrationRows,
  anybody('GET /healthz'),
  anybody('GET /readyz'),
  anybody('GET /about'),
  anybody('GET /verify'),
  anybody('GET /verify.html'),
  {
    route: 'GET /verify/:hash',
    url: () => `/verify/${'0'.repeat(64)}`,
    // The log holds no such entry, whoever asks.
    answers: { 404: EVERYBODY },
    stranger: 404,
  },
  anybody('GET /log/checkpoint'),
  anybody('GET /log/vkey'),
  anybody('GET /log/policy'),
  anybody('GET /log/tile/*', '/log/tile/0/000.p/1'),
  anybody('GET /assets/*', asset()),
  { route: 'GET /sign-in', url: () => '/sign-in', answers: { 303: SIGNED_IN }, stranger: 200 },
  {
    route: 'POST /sign-in',
    url: () => '/sign-in',
    answers: { 401: EVERYBODY },
    stranger: 401,
    form: (role) => ({ login: role, password: 'wrong' }),
  },
  { route: 'POST /sign-out', url: () => '/sign-out', answers: { 303: SIGNED_IN }, stranger: 303, form: () => ({}) },
  {
    route: 'POST /preferences',
    url: () => '/preferences',
    answers: { 303: SIGNED_IN },
    stranger: 303,
    form: () => ({}),
  },
  { route: 'GET /sign-up', url: () => '/sign-up', answers: { 303: SIGNED_IN }, stranger: 200 },
  // Nothing is filled in: a stranger is told so at the fields. Whoever is signed in is there already.
  { route: 'POST /sign-up', url: () => '/sign-up', answers: { 303: SIGNED_IN }, stranger: 422, form: () => ({}) },
  { route: 'GET /sign-up/doctor', url: () => '/sign-up/doctor', answers: { 303: SIGNED_IN }, stranger: 200 },
  {
    route: 'POST /sign-up/doctor',
    url: () => '/sign-up/doctor',
    answers: { 303: SIGNED_IN },
    stranger: 422,
    form: () => ({}),
  },
  { route: 'GET /welcome', url: () => '/welcome', answers: { 200: SIGNED_IN } },
  { route: 'GET /first-password', url: () => '/first-password', answers: { 303: SIGNED_IN } },
  {
    route: 'POST /first-password',
    url: () => '/first-password',
    answers: { 303: SIGNED_IN },
    form: () => ({}),
  },
  {
    route: 'GET /verifications/:login',
    url: ({ applicant }) => `/verifications/${applicant}`,
    missing: '/verifications/DOC999',
    answers: { 200: ['administrator'] },
  },
  {
    route: 'POST /verifications/:login/verify',
    url: ({ applicant }) => `/verifications/${applicant}/verify`,
    missing: '/verifications/DOC999/verify',
    answers: { 303: ['administrator'] },
    form: () => ({}),
  },
  {
    route: 'POST /verifications/:login/decline',
    url: ({ applicant }) => `/verifications/${applicant}/decline`,
    missing: '/verifications/DOC999/decline',
    answers: { 303: ['administrator'] },
    form: () => ({ reason: 'The council knows no such number.' }),
  },
  { route: 'GET /staff/new', url: () => '/staff/new', answers: { 200: ['administrator'] } },
  {
    route: 'POST /staff/new',
    url: () => '/staff/new',
    answers: { 422: ['administrator'] },
    form: () => ({ nonce: '0'.repeat(32) }),
  },
  { route: 'GET /', url: () => '/', answers: { 200: SIGNED_IN } },
  { route: 'GET /account', url: () => '/account', answers: { 200: SIGNED_IN } },
  {
    route: 'POST /account/sessions/:id/end',
    url: () => `/account/sessions/${NO_ID}/end`,
    answers: { 303: SIGNED_IN },
    form: () => ({}),
  },
  {
    route: 'POST /account/sessions/end-others',
    url: () => '/account/sessions/end-others',
    answers: { 303: SIGNED_IN },
    form: () => ({}),
  },
  {
    route: 'POST /account/password',
    url: () => '/account/password',
    // Nothing is typed: whoever has an account is told so at the fields, and nothing is written.
    answers: { 422: SIGNED_IN },
    form: () => ({}),
  },
  { route: 'GET /more', url: () => '/more', answers: { 200: PATIENTS } },
  {
    route: 'GET /patients',
    url: () => '/patients?number=PAT001',
    answers: { 200: [...DOCTORS, ...STAFF], 403: ['unverified doctor'] },
  },
  {
    route: 'GET /patients/:number/records',
    url: () => '/patients/PAT001/records',
    missing: '/patients/PAT999/records',
    answers: { 200: ['patient', 'granted doctor', 'narrow doctor', 'emergency doctor'] },
  },
  {
    route: 'POST /patients/:number/records',
    url: () => '/patients/PAT001/records',
    missing: '/patients/PAT999/records',
    answers: { 303: ['patient', 'granted doctor', 'narrow doctor', 'emergency doctor'] },
    form: () => ({ search: 'haemoglobin' }),
  },
  ofRecord(1, 'author doctor'),
  ofRecord(2, 'author staff'),
  ofRecord(1, 'author doctor', '/document'),
  ofRecord(2, 'author staff', '/document'),
  ofRecord(1, 'author doctor', '/proof'),
  ofRecord(2, 'author staff', '/proof'),
  ...recordRows,
  ...['summary', 'summary/print', 'summary/summary.pdf', 'trends'].map(
    (page): Row => ({
      route: `GET /patients/:number/${page}`,
      url: () => `/patients/PAT001/${page}`,
      missing: `/patients/PAT999/${page}`,
      answers: { 200: ['patient', 'granted doctor', 'narrow doctor', 'emergency doctor'] },
    }),
  ),
  {
    route: 'GET /patients/:number/trends/:code',
    url: () => '/patients/PAT001/trends/718-7',
    missing: '/patients/PAT001/trends/999-9',
    answers: { 200: ['patient', 'granted doctor', 'emergency doctor'] },
  },
  {
    route: 'GET /patients/:number/verify',
    url: () => '/patients/PAT001/verify',
    missing: '/patients/PAT999/verify',
    answers: { 200: ['patient'] },
  },
  {
    route: 'GET /patients/:number/proof',
    url: () => '/patients/PAT001/proof',
    missing: '/patients/PAT999/proof',
    answers: { 200: ['patient'] },
  },
  {
    route: 'GET /patients/:number/access-requests',
    url: () => '/patients/PAT001/access-requests',
    missing: '/patients/PAT999/access-requests',
    answers: { 200: DOCTORS, 403: ['unverified doctor'] },
  },
  {
    route: 'POST /patients/:number/access-requests',
    url: () => '/patients/PAT001/access-requests',
    missing: '/patients/PAT999/access-requests',
    // Nothing is chosen: whoever may ask is told so at the field, and nothing is written.
    answers: { 422: DOCTORS, 403: ['unverified doctor'] },
    form: () => ({}),
  },
  { route: 'GET /access', url: () => '/access', answers: { 200: PATIENTS } },
  { route: 'GET /access/log', url: () => '/access/log', answers: { 200: PATIENTS } },
  { route: 'GET /access/share', url: () => '/access/share', answers: { 200: PATIENTS } },
  {
    route: 'POST /access/share',
    url: () => '/access/share',
    // Nothing is chosen: the patient is told so at the fields, and nothing is given.
    answers: { 422: PATIENTS },
    form: () => ({}),
  },
  {
    route: 'GET /patients/:number/records/:record/withhold',
    url: () => '/patients/PAT001/records/3/withhold',
    missing: '/patients/PAT001/records/77/withhold',
    answers: { 200: ['patient'] },
  },
  {
    route: 'POST /patients/:number/records/:record/withhold',
    url: () => '/patients/PAT001/records/3/withhold',
    missing: '/patients/PAT001/records/77/withhold',
    answers: { 303: ['patient'] },
    form: () => ({ decision: 'withhold' }),
  },
  {
    route: 'GET /access/requests/:id',
    url: ({ waiting }) => `/access/requests/${waiting}`,
    missing: `/access/requests/${NO_ID}`,
    answers: { 200: ['patient'] },
  },
  {
    route: 'POST /access/requests/:id/decision',
    url: ({ waiting }) => `/access/requests/${waiting}/decision`,
    missing: `/access/requests/${NO_ID}/decision`,
    answers: { 303: ['patient'] },
    form: () => ({ decision: 'deny' }),
  },
  {
    route: 'POST /access/requests/:id/cancel',
    url: ({ own }) => `/access/requests/${own}/cancel`,
    missing: `/access/requests/${NO_ID}/cancel`,
    answers: { 303: ['granted doctor'] },
    form: () => ({}),
  },
  {
    route: 'GET /access/grants/:id/revoke',
    url: ({ standing }) => `/access/grants/${standing}/revoke`,
    missing: `/access/grants/${NO_ID}/revoke`,
    answers: { 200: ['patient'] },
  },
  {
    route: 'POST /access/grants/:id/revoke',
    url: ({ standing }) => `/access/grants/${standing}/revoke`,
    missing: `/access/grants/${NO_ID}/revoke`,
    answers: { 303: ['patient'] },
    form: () => ({}),
  },
  ...live,
  ...fileRows,
  fhir(({ observation }) => `/fhir/Observation/${observation}`, `/fhir/Observation/${NO_ID}`, [
    'patient',
    'granted doctor',
    'emergency doctor',
    'author doctor',
  ]),
  fhir(({ registration }) => `/fhir/Patient/${registration}`, `/fhir/Patient/${NO_ID}`, [
    'patient',
    'granted doctor',
    'narrow doctor',
    'emergency doctor',
  ]),
  fhir(({ task }) => `/fhir/Task/${task}`, `/fhir/Task/${NO_ID}`, ['patient']),
  fhir(({ observation }) => `/fhir/Patient/${observation}`, `/fhir/Patient/${NO_ID}`, []),
  ...fhirRows,
  ...mailRows,
  ...deskRows,
  fhir(({ practitioner }) => `/fhir/Practitioner/${practitioner}`, `/fhir/Practitioner/${NO_ID}`, []),
  ...logRows,
  ...integrityRows,
  ...cardRows(EVERYBODY),
  ...emergencyRows,
  ...erasureRows,
];

/** Every route, by its own address and in a patient's place. */
export const TABLE: readonly Row[] = [...OWN, ...OWN.map(inPlaceOfPatient)];

/** The status that the row says for a role. */
export function expectedStatus({ answers, stranger = 303 }: Row, role: CastRole): number {
  if (role === 'stranger') return stranger;
  const found = Object.entries(answers).find(([, roles]) => roles?.includes(role));
  return found ? Number(found[0]) : 404;
}

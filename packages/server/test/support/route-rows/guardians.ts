// The rows of guardians: their own pages, and every other address under `/for/PAT001`.

import type { CastRole } from '../cast.ts';
import type { Row } from '../route-row.ts';

const PATIENTS = ['patient', 'other patient', 'view guardian', 'complete guardian', 'removed guardian'] as const;
const NO_ID = '000000000000-00000000000000000000';

/** Everybody who has a record of their own here. */
export const EVERY_PATIENT: readonly CastRole[] = PATIENTS;

export const guardianRows: readonly Row[] = [
  { route: 'GET /guardians', url: () => '/guardians', answers: { 200: PATIENTS } },
  { route: 'GET /guardians/invite', url: () => '/guardians/invite', answers: { 200: PATIENTS } },
  {
    route: 'POST /guardians/invite',
    url: () => '/guardians/invite',
    // Nothing is filled in: whoever is a patient is told so at the fields, and nobody is invited.
    answers: { 422: PATIENTS },
    form: () => ({}),
  },
  {
    route: 'GET /guardians/:id/answer',
    url: ({ invitation }) => `/guardians/${invitation}/answer`,
    missing: `/guardians/${NO_ID}/answer`,
    answers: { 200: ['other patient'] },
  },
  {
    route: 'POST /guardians/:id/answer',
    url: ({ invitation }) => `/guardians/${invitation}/answer`,
    missing: `/guardians/${NO_ID}/answer`,
    answers: { 303: ['other patient'] },
    form: () => ({ answer: 'decline' }),
  },
  {
    route: 'GET /guardians/:id/end',
    url: ({ guarding }) => `/guardians/${guarding}/end`,
    missing: `/guardians/${NO_ID}/end`,
    answers: { 200: ['patient', 'complete guardian'] },
  },
  {
    route: 'POST /guardians/:id/end',
    url: ({ invitation }) => `/guardians/${invitation}/end`,
    missing: `/guardians/${NO_ID}/end`,
    answers: { 303: ['patient'] },
    form: () => ({}),
  },
];

const LOOKING: readonly CastRole[] = ['view guardian', 'complete guardian'];
const DECIDING: readonly CastRole[] = ['complete guardian'];

// What guardians may come to, from which level on; all else is closed to them, and to everybody, under `/for`.
const OPEN: Readonly<Record<string, readonly CastRole[]>> = {
  'GET /': LOOKING,
  'GET /access': LOOKING,
  'GET /access/log': LOOKING,
  'GET /access/disclosures': LOOKING,
  'GET /access/disclosures/statement.pdf': LOOKING,
  'GET /corrections': LOOKING,
  'GET /patients/:number/registration': LOOKING,
  'GET /patients/:number/registration/versions/:version/changes': LOOKING,
  'GET /patients/:number/registration/contact': DECIDING,
  'POST /patients/:number/registration/contact': DECIDING,
  'GET /patients/:number/records': LOOKING,
  'POST /patients/:number/records': LOOKING,
  'GET /patients/:number/summary': LOOKING,
  'GET /patients/:number/summary/print': LOOKING,
  'GET /patients/:number/summary/summary.pdf': LOOKING,
  'GET /patients/:number/trends': LOOKING,
  'GET /patients/:number/records/:record': LOOKING,
  'GET /patients/:number/records/:record/print': LOOKING,
  'GET /patients/:number/records/:record/document': LOOKING,
  'GET /patients/:number/records/:record/record.pdf': LOOKING,
  'GET /patients/:number/records/:record/proof': LOOKING,
  'GET /patients/:number/records/:record/receipt': LOOKING,
  'GET /patients/:number/entries/:entry': LOOKING,
  'GET /patients/:number/entries/:entry/receipt': LOOKING,
  'GET /receipts/:chain/:entry': LOOKING,
  'GET /patients/:number/trends/:code': LOOKING,
  'GET /patients/:number/verify': LOOKING,
  'GET /patients/:number/proof': LOOKING,
  'GET /fhir/:type/:id': LOOKING,
  'GET /fhir/Composition/:id/$document': LOOKING,
  'GET /fhir/:type/:id/_history': LOOKING,
  'GET /fhir/:type/:id/_history/:version': LOOKING,
  'GET /card': DECIDING,
  'POST /card/introductions': DECIDING,
  'POST /card/introductions/:id/end': DECIDING,
  'GET /card/emergency': DECIDING,
  'POST /card/emergency': DECIDING,
  'GET /card/emergency/print': DECIDING,
  'POST /card/emergency/renew': DECIDING,
  'POST /card/emergency/end': DECIDING,
  'GET /access/blocks/new': DECIDING,
  'POST /access/blocks': DECIDING,
  'POST /access/blocks/:id/end': DECIDING,
  'GET /copy': DECIDING,
  'POST /copy': DECIDING,
  'POST /copy/stop': DECIDING,
  'GET /copy/download': DECIDING,
  'GET /events': LOOKING,
  'GET /access/share': DECIDING,
  'POST /access/share': DECIDING,
  'GET /access/requests/:id': DECIDING,
  'POST /access/requests/:id/decision': DECIDING,
  'GET /access/grants/:id/revoke': DECIDING,
  'POST /access/grants/:id/revoke': DECIDING,
  'POST /access/emergencies/:id/end': DECIDING,
  'GET /patients/:number/records/:record/files/:file': LOOKING,
  'GET /patients/:number/records/:record/files/:file/download': LOOKING,
  'GET /patients/:number/records/:record/files/:file/picture': LOOKING,
  'GET /fhir/Binary/:id': LOOKING,
  'GET /patients/:number/records/:record/versions/:version': LOOKING,
  'GET /patients/:number/records/:record/versions/:version/changes': LOOKING,
  'GET /patients/:number/records/:record/correction': DECIDING,
  'POST /patients/:number/records/:record/correction': DECIDING,
  'GET /patients/:number/records/:record/withhold': DECIDING,
  'POST /patients/:number/records/:record/withhold': DECIDING,
};

/** The same row in PAT001's place: guardians are answered as the patient is, everybody else as if nothing were there. */
export function inPlaceOfPatient(row: Row): Row {
  const { route, url, missing, answers, stranger, form, file } = row;
  const readers = OPEN[route];
  const status = Object.entries(answers).find(([, roles]) => roles?.includes('patient'))?.[0];
  const answered = readers && status !== undefined ? { [Number(status)]: readers } : {};
  const others = readers ? stranger : 404;
  return {
    route,
    url: (ids, role) => `/for/PAT001${url(ids, role)}`,
    answers: answered,
    ...(readers && missing !== undefined && { missing: `/for/PAT001${missing}` }),
    ...(file && { file }),
    ...(others !== undefined && { stranger: route === 'GET /' ? 303 : others }),
    // The patient's own row has withheld the record before.
    ...(form && { form: route.endsWith('/withhold') ? () => ({ decision: 'release' }) : form }),
  };
}

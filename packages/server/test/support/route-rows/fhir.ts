// The FHIR interface beside reading what is current: versions, history, what it can, and what writes.

import { type CastRole, ROLES } from '../cast.ts';
import type { Ids, Row } from '../route-row.ts';

const NO_ID = '000000000000-00000000000000000000';
const WRITERS = ROLES.filter((role) => /(doctor|staff)$/.test(role));
const OF_RECORD = ['patient', 'granted doctor', 'emergency doctor', 'author doctor'] as const;

const reading = (rest: string, type: string, id: keyof Ids, readers: readonly CastRole[]): Row => ({
  route: `GET /fhir/:type/:id/_history${rest === '' ? '' : '/:version'}`,
  url: (ids) => `/fhir/${type}/${ids[id]}/_history${rest}`,
  missing: `/fhir/${type}/${NO_ID}/_history${rest}`,
  answers: { 200: readers },
  stranger: 401,
});
// A form of a browser is refused to whoever may write: test/fhir-write.test.ts sends what the routes take.
const writing = (route: string, url: string): Row => ({
  route: `POST ${route}`,
  url: () => url,
  answers: { 403: WRITERS },
  stranger: 401,
  form: () => ({}),
});

export const fhirRows: readonly Row[] = [
  {
    route: 'GET /fhir/metadata',
    url: () => '/fhir/metadata',
    answers: { 200: ROLES },
    stranger: 200,
  },
  reading('', 'Observation', 'observation', OF_RECORD),
  reading('/1', 'Observation', 'observation', OF_RECORD),
  reading('/2', 'Observation', 'observation', []),
  reading('', 'Task', 'task', ['patient']),
  reading('/1', 'Task', 'task', ['patient']),
  reading('', 'Practitioner', 'practitioner', []),
  {
    route: 'GET /fhir/Composition/:id/$document',
    // Of a record that is no Composition there is none: test/export.test.ts has one that is.
    url: ({ observation }) => `/fhir/Composition/${observation}/$document`,
    missing: `/fhir/Composition/${NO_ID}/$document`,
    answers: {},
    stranger: 401,
  },
  writing('/fhir', '/fhir'),
  writing('/fhir/:type', '/fhir/Observation'),
];

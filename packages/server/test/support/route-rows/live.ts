// Blocking, live lists and the session: who is answered what.

import { ROLES } from '../cast.ts';
import type { Row } from '../route-row.ts';
import { EVERY_PATIENT } from './guardians.ts';

const NO_ID = '000000000000-00000000000000000000';

const PEOPLE_WITH_LISTS = ROLES.filter((role) => role.endsWith('doctor') || EVERY_PATIENT.includes(role));

export const live: readonly Row[] = [
  { route: 'GET /session', url: () => '/session', answers: { 200: ROLES } },
  // A stream goes to programs alone: whoever opens the address in a window is told so, where there are events for them.
  { route: 'GET /events', url: () => '/events', answers: { 400: PEOPLE_WITH_LISTS } },
  { route: 'GET /access/blocks/new', url: () => '/access/blocks/new?number=DOC2', answers: { 200: EVERY_PATIENT } },
  {
    route: 'POST /access/blocks',
    url: () => '/access/blocks',
    // Nobody is named: the patient is told so at the field, and nobody is blocked.
    answers: { 422: EVERY_PATIENT },
    form: () => ({}),
  },
  {
    route: 'POST /access/blocks/:id/end',
    url: ({ block }) => `/access/blocks/${block}/end`,
    missing: `/access/blocks/${NO_ID}/end`,
    answers: { 303: ['patient'] },
    form: () => ({}),
  },
];

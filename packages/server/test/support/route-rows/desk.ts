// The desk: who is answered what.

import type { Row } from '../route-row.ts';

const DESK = ['staff', 'author staff', 'administrator'] as const;
const STAFF = ['staff', 'author staff'] as const;
const NO_ID = '000000000000-00000000000000000000';

const form = (route: string): Row[] => [
  { route: `GET ${route}`, url: () => route, answers: { 200: DESK } },
  // Nothing is filled in: whoever works at the desk is told so at the fields, and nothing is written.
  { route: `POST ${route}`, url: () => route, answers: { 422: DESK }, form: () => ({}) },
];

export const deskRows: readonly Row[] = [
  { route: 'GET /desk', url: () => '/desk', answers: { 200: DESK } },
  ...['/desk/guardian', '/desk/email', '/desk/aadhaar'].flatMap(form),
  { route: 'GET /desk/register', url: () => '/desk/register', answers: { 200: STAFF } },
  {
    route: 'POST /desk/register',
    url: () => '/desk/register',
    answers: { 422: STAFF },
    form: () => ({ nonce: '0'.repeat(32) }),
  },
  { route: 'GET /desk/registration', url: () => '/desk/registration', answers: { 200: STAFF } },
  {
    route: 'POST /desk/registration',
    url: () => '/desk/registration',
    answers: { 422: STAFF },
    form: () => ({}),
  },
  {
    route: 'POST /desk/registration/change',
    url: () => '/desk/registration/change',
    // Nobody was served: the form is none that was opened.
    answers: { 400: STAFF },
    form: () => ({ nonce: '0'.repeat(32), version: '1' }),
  },
  {
    route: 'GET /desk/acts/:id',
    url: ({ deskAct }) => `/desk/acts/${deskAct}`,
    missing: `/desk/acts/${NO_ID}`,
    answers: { 200: DESK },
  },
  {
    route: 'POST /desk/acts/:id/confirm',
    url: ({ deskAct }) => `/desk/acts/${deskAct}/confirm`,
    missing: `/desk/acts/${NO_ID}/confirm`,
    // Whoever opened it does not confirm it.
    answers: { 303: ['staff', 'administrator'] },
    form: () => ({}),
  },
  {
    route: 'POST /desk/acts/:id/cancel',
    url: ({ deskAct }) => `/desk/acts/${deskAct}/cancel`,
    missing: `/desk/acts/${NO_ID}/cancel`,
    answers: { 303: ['patient', 'author staff'] },
    form: () => ({}),
  },
];

// E-mail, forgotten passwords, recovery at the desk, Aadhaar numbers: who is answered what.

import { ROLES } from '../cast.ts';
import type { Row } from '../route-row.ts';
import { EVERY_PATIENT } from './guardians.ts';

const SIGNED_IN = ROLES.filter((role) => role !== 'stranger');
const DESK = ['staff', 'author staff', 'administrator'] as const;
const NO_TOKEN = 'A'.repeat(43);
const NO_ID = '0'.repeat(32);

const everybody = (route: string, status: number, form?: Row['form'], url = route.split(' ')[1] ?? ''): Row => ({
  route,
  url: () => url.replace(':token', NO_TOKEN),
  answers: { [status]: ROLES },
  stranger: status,
  ...(form && { form }),
});

export const mailRows: readonly Row[] = [
  // Nothing is filled in: whoever has an account is told so at the fields, and nothing is written.
  { route: 'POST /account/email', url: () => '/account/email', answers: { 422: SIGNED_IN }, form: () => ({}) },
  {
    route: 'POST /account/aadhaar',
    url: () => '/account/aadhaar',
    answers: { 422: EVERY_PATIENT },
    form: () => ({}),
  },
  {
    route: 'POST /account/recovery/cancel',
    url: () => '/account/recovery/cancel',
    answers: { 303: SIGNED_IN },
    form: () => ({}),
  },
  everybody('GET /confirm-email/:token', 410),
  everybody('POST /confirm-email/:token', 410, () => ({})),
  everybody('GET /recover', 200),
  everybody('GET /recover/sent', 200),
  everybody('POST /recover', 303, (role) => ({ login: role })),
  everybody('GET /recover/link/:token', 410),
  everybody('POST /recover/link/:token', 410, () => ({})),
  { route: 'GET /recoveries', url: () => '/recoveries', answers: { 200: DESK } },
  { route: 'POST /recoveries', url: () => '/recoveries', answers: { 422: DESK }, form: () => ({}) },
  {
    route: 'GET /recoveries/:id',
    url: ({ recovery }) => `/recoveries/${recovery}`,
    missing: `/recoveries/${NO_ID}`,
    answers: { 200: DESK },
  },
  {
    route: 'POST /recoveries/:id/confirm',
    url: ({ recovery }) => `/recoveries/${recovery}/confirm`,
    missing: `/recoveries/${NO_ID}/confirm`,
    // Whoever opened it does not confirm it.
    answers: { 200: ['staff', 'administrator'] },
    form: () => ({}),
  },
  {
    route: 'POST /recoveries/:id/cancel',
    url: ({ recovery }) => `/recoveries/${recovery}/cancel`,
    missing: `/recoveries/${NO_ID}/cancel`,
    answers: { 303: ['author staff'] },
    form: () => ({}),
  },
];

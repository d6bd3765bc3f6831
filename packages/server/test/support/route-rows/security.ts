// The routes of the second factor, of passkeys, and of confirming who one is. Every session of the table is fresh.

import { type CastRole, ROLES } from '../cast.ts';
import type { Row } from '../route-row.ts';

const EVERYBODY = ROLES;
const SIGNED_IN = ROLES.filter((role) => role !== 'stranger');
const DOCTORS: readonly CastRole[] = ROLES.filter((role) => role.endsWith('doctor') && role !== 'unverified doctor');
const ADMINISTRATOR: readonly CastRole[] = ['administrator'];

const page = (url: string): Row => ({ route: `GET ${url}`, url: () => url, answers: { 200: SIGNED_IN } });
const form = (url: string, status: number, values: Record<string, string> = {}): Row => ({
  route: `POST ${url}`,
  url: () => url,
  answers: { [status]: SIGNED_IN },
  form: () => values,
});
const open = (method: string, url: string, status: number): Row => ({
  route: `${method} ${url}`,
  url: () => url,
  answers: { [status]: EVERYBODY },
  stranger: status,
  ...(method === 'POST' && { form: () => ({}) }),
});

export const securityRows: readonly Row[] = [
  // Nobody here has typed the right password of an account with a second factor.
  open('GET', '/sign-in/code', 303),
  open('POST', '/sign-in/code', 401),
  open('POST', '/sign-in/passkey/options', 200),
  open('POST', '/sign-in/passkey', 401),
  page('/confirm'),
  form('/confirm', 422),
  form('/confirm/passkey/options', 200),
  page('/account/authenticator'),
  form('/account/authenticator', 422),
  form('/account/authenticator/remove', 303),
  form('/account/recovery-codes', 200),
  form('/account/recovery-codes/remove', 303),
  page('/account/passkeys/new'),
  form('/account/passkeys', 422),
  form('/account/passkeys/options', 200),
  form('/account/passkeys/remove', 303, { id: 'nobody-has-this' }),
  { ...page('/account/keys/new'), answers: { 200: DOCTORS, 403: ['unverified doctor'] } },
  { ...form('/account/keys', 422), answers: { 422: [...DOCTORS, 'unverified doctor'] } },
  { ...form('/account/keys/revoke', 303), answers: { 303: [...DOCTORS, 'unverified doctor'] } },
  { ...page('/people/keys'), answers: { 200: ADMINISTRATOR } },
  { ...form('/people/keys/revoke', 422), answers: { 422: ADMINISTRATOR } },
];

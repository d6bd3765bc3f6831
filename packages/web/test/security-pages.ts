// The second factor, passkeys and confirming who one is, in every state that looks different.
import {
  type AccountProps,
  type ConfirmProps,
  type PageContext,
  renderAccount,
  renderAuthenticator,
  renderConfirm,
  renderNewPasskey,
  renderRecoveryCodes,
  renderSignIn,
  renderSignInCode,
} from '@patrec/web';
import { noEmail } from './account-pages.ts';
import { contextFor, now, users } from './people.ts';

const LONG_NAME = 'Lakshmi’s phone with the green cover, the one in the kitchen';
const everything: AccountProps['factors'] = {
  totp: now,
  codes: { made: 10, left: 2, madeAt: now },
  passkeys: [
    { id: 'a', name: LONG_NAME, addedAt: now, usedAt: null },
    { id: 'b', name: 'Laptop', addedAt: '2026-10-02T06:00:00.000Z', usedAt: now },
  ],
};
const qr = { size: 3, path: 'M0 0h1v1h-1zM2 0h1v1h-1zM1 1h1v1h-1z' };
const authenticator = { key: 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ', draft: 'draft', qr };
const codes = Array.from({ length: 10 }, (_, i) => `k7mqd-x3wfa-99abc-qrst${i + 2}`);

export function securityPages(more: Partial<PageContext>): Record<string, string> {
  const out = (path: string) => contextFor(null, path, more);
  const confirm = (props: Partial<ConfirmProps>) =>
    renderConfirm(contextFor(users.administrator, '/staff/new', more), {
      action: '/confirm',
      returnTo: '/staff/new',
      by: 'person',
      login: 'ADM1',
      secondFactor: false,
      passkey: false,
      errors: [],
      ...props,
    });
  return {
    'sign-in-passkey': renderSignIn(out('/sign-in'), { returnTo: '/', error: 'passkey' }),
    'sign-in-code': renderSignInCode(out('/sign-in/code'), { returnTo: '/' }),
    'sign-in-code-wrong': renderSignInCode(out('/sign-in/code'), { returnTo: '/', error: 'wrong' }),
    confirm: confirm({}),
    'confirm-wrong': confirm({
      by: 'factor',
      secondFactor: true,
      passkey: true,
      action: '/account/authenticator/remove',
      kept: 'sealed',
      errors: [
        { field: 'password', code: 'required' },
        { field: 'code', code: 'code-wrong' },
      ],
    }),
    'confirm-throttled': confirm({ throttled: true }),
    'account-secured': renderAccount(
      contextFor(users.doctor, '/account', {
        notice: 'codes-low',
        receipts: ['1', '2'].map((n) => ({ href: `/receipts/0/${n}`, ready: n === '1' })),
        ...more,
      }),
      {
        person: users.doctor,
        password: {},
        sessions: [],
        email: noEmail,
        factors: everything,
      },
    ),
    authenticator: renderAuthenticator(contextFor(users.patient, '/account/authenticator', more), {
      ...authenticator,
      errors: [{ field: 'code', code: 'code-wrong' }],
    }),
    'recovery-codes': renderRecoveryCodes(contextFor(users.patient, '/account/recovery-codes', more), {
      login: 'PAT001',
      codes,
      site: 'https://records.sunrise-hospital.example.org',
    }),
    'new-passkey': renderNewPasskey(contextFor(users.patient, '/account/passkeys/new', more), {
      name: '',
      errors: [
        { field: 'name', code: 'required' },
        { field: 'passkey', code: 'passkey-not-made' },
      ],
    }),
  };
}

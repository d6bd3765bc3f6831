// My account, for each audience and in every state that looks different.
import { type AccountProps, type PageContext, renderAccount } from '@patrec/web';
import { contextFor, now, users } from './people.ts';

const sessions: AccountProps['sessions'] = [
  { id: 'a', browser: 'chrome', system: 'android', openedAt: now, seenAt: now, current: true },
  { id: 'b', browser: 'samsung', system: 'ios', openedAt: '2026-11-22T06:00:00.000Z', seenAt: now, current: false },
  { id: 'c', browser: 'unknown', system: 'unknown', openedAt: '2026-11-22T05:00:00.000Z', seenAt: now, current: false },
];
export const noEmail: AccountProps['email'] = { address: null, waiting: null };
export const noFactors: AccountProps['factors'] = {
  totp: null,
  codes: { made: 0, left: 0, madeAt: null },
  passkeys: [],
};
const errors = [
  { field: 'current', code: 'password-wrong' },
  { field: 'next', code: 'password-short', params: { min: '12' } },
  { field: 'again', code: 'password-differs' },
];

export function accountPages(more: Partial<PageContext>): Record<string, string> {
  const page = (
    person: AccountProps['person'],
    password: AccountProps['password'],
    open: AccountProps['sessions'],
    extra: Partial<PageContext> = {},
  ) =>
    renderAccount(contextFor(person, '/account', { ...extra, ...more }), {
      person,
      password,
      sessions: open,
      email: noEmail,
      factors: noFactors,
    });
  return {
    account: page(users.patient, {}, sessions, { notice: 'password-changed' }),
    'account-doctor': page(users.doctor, {}, sessions),
    'account-alone': page(users.administrator, {}, sessions.slice(0, 1)),
    'account-wrong': page(users.patient, { errors }, sessions.slice(0, 1)),
    'account-throttled': page(users.staff, { throttled: true }, sessions.slice(0, 1)),
  };
}

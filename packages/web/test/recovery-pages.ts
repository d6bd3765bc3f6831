// E-mail, forgotten passwords, recovery at the desk and Aadhaar numbers, in the states that look different.
import {
  type AccountProps,
  type PageContext,
  type RecoveryView,
  renderAccount,
  renderConfirmEmail,
  renderDeskRecoveries,
  renderDeskRecovery,
  renderLinkGone,
  renderNewPassword,
  renderRecover,
  renderRecovered,
  renderRecoverSent,
} from '@patrec/web';
import { noFactors } from './account-pages.ts';
import { contextFor, now, users } from './people.ts';

const address = 'venkatanarasimharajuvaripeta.krishnamoorthy@post.records.example.org';
const token = 'A'.repeat(43);
const recovery: RecoveryView = {
  id: '0123456789abcdef0123456789abcdef',
  login: 'PAT001',
  name: 'Lakshmi Narayanan',
  document: 'driving-licence',
  openedBy: 'Kavya Nair (STF1)',
  openedAt: now,
  until: now,
  own: false,
};

export function recoveryPages(more: Partial<PageContext>): Record<string, string> {
  const out = (path: string) => contextFor(null, path, more);
  const account = (props: Partial<AccountProps>) =>
    renderAccount(contextFor(users.patient, '/account', more), {
      person: users.patient,
      password: {},
      sessions: [],
      factors: noFactors,
      email: { address, waiting: null },
      aadhaar: { lastFour: '2346' },
      ...props,
    });
  const desk = (user: typeof users.staff | typeof users.administrator) => contextFor(user, '/recoveries', more);
  return {
    'account-email': account({ recovery: { who: recovery.openedBy, openedAt: now } }),
    'account-email-wrong': account({
      email: {
        address: null,
        waiting: { address, until: now },
        typed: 'asha@',
        errors: [
          { field: 'address', code: 'not-an-email' },
          { field: 'addressPassword', code: 'password-wrong' },
        ],
      },
      aadhaar: { lastFour: null, typed: '1234', errors: [{ field: 'aadhaar', code: 'not-an-aadhaar' }] },
    }),
    'confirm-email': renderConfirmEmail(out('/confirm-email/x'), { login: 'PAT001', address, token }),
    recover: renderRecover(out('/recover')),
    'recover-sent': renderRecoverSent(out('/recover/sent')),
    'new-password': renderNewPassword(out('/recover/link/x'), {
      login: 'PAT001',
      token,
      errors: [{ field: 'password', code: 'password-common' }],
    }),
    'link-gone': renderLinkGone(out('/recover/link/x')),
    recoveries: renderDeskRecoveries(desk(users.staff), {
      waiting: [recovery, { ...recovery, id: 'b', own: true }],
      values: { login: 'PAT9', document: 'passport' },
      errors: [{ field: 'login', code: 'recovery-unknown' }],
    }),
    'recoveries-none': renderDeskRecoveries(desk(users.administrator), {
      waiting: [],
      values: { login: '', document: '' },
      errors: [],
    }),
    'recovery-confirm': renderDeskRecovery(desk(users.administrator), recovery),
    'recovery-own': renderDeskRecovery(desk(users.staff), { ...recovery, own: true }),
    recovered: renderRecovered(desk(users.staff), {
      login: 'PAT001',
      name: 'Lakshmi Narayanan',
      password: 'k7mqd-x3wfa-99abc-qrstu',
      until: now,
    }),
  };
}

// What the desk enters for patients, in every state that looks different.
import {
  type DeskActView,
  type PageContext,
  renderAccount,
  renderDeskAadhaar,
  renderDeskAct,
  renderDeskEmail,
  renderDeskGuardian,
  renderDeskHome,
  renderRegisteredPatient,
  renderRegisterPatient,
  renderSimilarPatients,
} from '@patrec/web';
import { noFactors } from './account-pages.ts';
import { contextFor, newcomer, now, users } from './people.ts';

const address = 'venkatanarasimharajuvaripeta.krishnamoorthy@post.records.example.org';
const opened = {
  patient: { login: 'PAT014', name: newcomer.name, birthDate: newcomer.birthDate },
  document: 'driving-licence',
  openedBy: 'Kavya Nair (STF1)',
  openedAt: now,
  until: now,
  own: false,
} as const;

export const deskGuardian: DeskActView = {
  ...opened,
  id: 'd1',
  kind: 'guardian',
  guardian: {
    login: 'PAT005',
    name: 'Sneha Deshmukh',
    birthDate: '1993-01-26',
    level: 'complete',
    relation: 'PRN',
    basis: 'parent',
    note: 'Birth certificate of the municipal corporation, seen in original',
    until: '2037-02-27T18:30:00.000Z',
  },
};
const deskEmail: DeskActView = { ...opened, id: 'd2', kind: 'email', address };

const typed = {
  name: newcomer.name,
  officialName: 'कृष्णमूर्ति',
  birthDate: '2019-02-28',
  allergies: 'Penicillin\nPeanuts',
};

export function deskPages(more: Partial<PageContext>): Record<string, string> {
  const at = (path: string, user: PageContext['user'] = users.staff) => contextFor(user, path, more);
  return {
    desk: renderDeskHome(at('/desk'), { waiting: [deskGuardian, { ...deskEmail, own: true }] }),
    'desk-none': renderDeskHome(at('/desk', users.administrator), { waiting: [] }),
    'desk-guardian': renderDeskGuardian(at('/desk/guardian'), { values: {}, errors: [] }),
    'desk-guardian-wrong': renderDeskGuardian(at('/desk/guardian'), {
      values: { number: 'PAT014', birthDate: '2019-02-28', level: 'view', basis: 'consent', document: 'passport' },
      errors: [
        { field: 'guardian', code: 'no-such-guardian' },
        { field: 'relation', code: 'unknown-option' },
        { field: 'basis', code: 'desk-child' },
      ],
      throttled: true,
    }),
    'desk-email': renderDeskEmail(at('/desk/email'), {
      values: { number: 'PAT001', address: 'asha@' },
      errors: [{ field: 'address', code: 'not-an-email' }],
    }),
    'desk-aadhaar': renderDeskAadhaar(at('/desk/aadhaar'), {
      values: { number: 'PAT001', aadhaar: '1234' },
      errors: [{ field: 'aadhaar', code: 'aadhaar-taken' }],
    }),
    'desk-register': renderRegisterPatient(at('/desk/register'), { values: {}, errors: [], nonce: '0'.repeat(32) }),
    'desk-register-wrong': renderRegisterPatient(at('/desk/register'), {
      values: { ...typed, age: '200', noAllergies: 'yes' },
      errors: [
        { field: 'sex', code: 'unknown-option' },
        { field: 'age', code: 'not-an-age' },
        { field: 'contactPhone', code: 'contact-incomplete' },
        { field: 'abhaAddress', code: 'not-an-abha-address' },
        { field: 'aadhaar', code: 'aadhaar-taken' },
        { field: 'allergies', code: 'allergies-contradict' },
      ],
      nonce: '0'.repeat(32),
    }),
    'desk-similar': renderSimilarPatients(at('/desk/register'), {
      values: typed,
      errors: [{ field: 'reason', code: 'required' }],
      nonce: '0'.repeat(32),
      similar: [
        { number: 'PAT014', name: newcomer.name, born: '2019-02-28', sex: 'male', phoneEnd: '0123', same: ['name'] },
        { number: 'PAT005', name: 'Sneha', born: '', sex: 'unknown', phoneEnd: null, same: ['abha', 'phone'] },
      ],
    }),
    'desk-registered': renderRegisteredPatient(at('/desk/register'), {
      login: 'PAT0123',
      name: newcomer.name,
      password: 'k7mqd-x3wfa-k7mqd-x3wfa',
      until: now,
    }),
    'desk-act-guardian': renderDeskAct(at('/desk/acts/d1', users.administrator), deskGuardian),
    'desk-act-email-own': renderDeskAct(at('/desk/acts/d2'), { ...deskEmail, own: true }),
    'account-at-desk': renderAccount(at('/account', users.patient), {
      person: users.patient,
      password: {},
      sessions: [],
      factors: noFactors,
      email: { address: null, waiting: null },
      aadhaar: { lastFour: null },
      atDesk: [deskEmail],
    }),
  };
}

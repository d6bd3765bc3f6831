// The pages by which people come in: sign-up, verification, invitation, a password of one's own.
import {
  type ApplicantView,
  type PageContext,
  renderDesk,
  renderDoctorSignUp,
  renderFirstPassword,
  renderNewStaff,
  renderSignUp,
  renderStaffInvited,
  renderVerification,
  renderWaiting,
  renderWelcome,
} from '@patrec/web';
import { contextFor, now, users } from './people.ts';

type More = Partial<PageContext>;

/** A doctor who waits. */
export const applicant: ApplicantView = {
  login: 'DOC13',
  name: 'Dr. Venkatanarasimharajuvaripeta Krishnamoorthy',
  sex: 'male',
  registration: 'TNMC/2014/081234',
  council: 'Tamil Nadu Medical Council',
  speciality: 'Cardiology',
  workplace: 'Sunrise Clinic',
  city: 'Chennai',
  phone: '+914428150000',
  since: now,
};

const patientErrors = [
  { field: 'name', code: 'required' },
  { field: 'birthDate', code: 'under-age' },
  { field: 'phone', code: 'not-a-phone' },
  { field: 'password', code: 'password-short', params: { min: '12', max: '256' } },
  { field: 'consent', code: 'consent-missing' },
];

export function comingInPages(more: More): Record<string, string> {
  const out = (path: string) => contextFor(null, path, more);
  const waits = contextFor({ ...users.doctor, waits: true }, '/', more);
  const who = { login: users.doctor.login, name: users.doctor.name };
  const typed = { phone: '12', language: 'ta', email: 'a@example.org' };
  return {
    'sign-up': renderSignUp(out('/sign-up'), { values: { language: 'en' }, errors: [] }),
    'sign-up-wrong': renderSignUp(out('/sign-up'), { values: typed, errors: patientErrors }),
    'sign-up-doctor': renderDoctorSignUp(out('/sign-up/doctor'), { values: {}, errors: [] }),
    'sign-up-doctor-wrong': renderDoctorSignUp(out('/sign-up/doctor'), {
      values: { speciality: 'ent' },
      errors: [
        { field: 'registration', code: 'required' },
        { field: 'passwordAgain', code: 'password-differs' },
      ],
    }),
    desk: renderDesk(out('/sign-up')),
    welcome: renderWelcome(contextFor(users.patient, '/welcome', more), { login: 'PAT041', name: 'Lakshmi Narayanan' }),
    'doctor-waits': renderWaiting(waits, { ...who, declined: null }),
    'doctor-declined': renderWaiting(waits, { ...who, declined: 'The council knows no such number.' }),
    'first-password': renderFirstPassword(contextFor(users.staff, '/first-password', more), {
      login: 'STF1',
      errors: [{ field: 'password', code: 'password-common' }],
    }),
    verification: renderVerification(contextFor(users.administrator, '/verifications/DOC13', more), {
      applicant,
      reason: '',
      errors: [{ field: 'reason', code: 'required' }],
    }),
    'new-staff': renderNewStaff(contextFor(users.administrator, '/staff/new', more), {
      values: {},
      errors: [{ field: 'city', code: 'required' }],
      nonce: '00',
    }),
    'staff-invited': renderStaffInvited(contextFor(users.administrator, '/staff/new', more), {
      login: 'STF4',
      name: 'Kavya Nair',
      password: 'k7mqd-x3wfa-99abc-qrstu',
      until: now,
    }),
  };
}

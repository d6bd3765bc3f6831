// A registration: read, compared, changed at the desk and by the patient, in the states that look different.
import {
  type PageContext,
  type RegistrationVersionView,
  renderChangeRegistration,
  renderContactForm,
  renderDeskRegistration,
  renderRegistration,
  renderRegistrationChanges,
  renderSimilarPatients,
} from '@patrec/web';
import { contextFor, lakshmi, newcomer, now, users } from './people.ts';

const before = {
  name: 'Lakshmi Narayanan',
  officialName: 'லட்சுமி நாராயணன்',
  officialLanguage: 'ta',
  sex: 'female',
  gender: 'woman',
  birthDate: '1980-07-14',
  language: 'ta',
  phone: '+919840012345',
  email: 'venkatanarasimharajuvaripeta.krishnamoorthy@post.records.example.org',
  addressLine: '4, Temple Street, SriMadhvanarayanaHospitalThiruvananthapuram',
  city: 'Madurai',
  state: 'TN',
  pin: '625001',
  contactName: 'Ravi',
  contactRelation: 'brother',
  contactPhone: '+919812345678',
  card: 'voter-id',
  cardNumber: '7890',
  allergies: 'Penicillin\nPeanuts',
  bloodGroup: 'B+',
};
const { pin: _, ...moved } = {
  ...before,
  city: 'Chennai',
  abha: '91-2345-6789-0123',
  allergies: '',
  noAllergies: 'yes',
};
const written: RegistrationVersionView = {
  version: 1,
  reason: '',
  recordedAt: '2026-10-01T05:12:00.000Z',
  author: { login: 'STF1', name: 'Kavya Nair' },
};
const changed = { ...written, version: 2, reason: 'Moved to Chennai.\nAs on the passport.', recordedAt: now };
const nonce = 'ab'.repeat(16);

export function registrationPages(more: Partial<PageContext>): Record<string, string> {
  const at = (path: string, user: PageContext['user'] = users.staff) => contextFor(user, path, more);
  const own = '/patients/PAT001/registration';
  const read = { patient: lakshmi, values: moved, versions: [written, changed] };
  const form = { patient: lakshmi, values: before, errors: [], nonce, version: 1, served: 'sealed' };
  const compared = { patient: lakshmi, before, after: moved, version: changed };
  const meanwhile = { who: 'Kavya Nair', when: now, values: moved };
  const wrong = [
    { field: 'birthDate', code: 'in-future' },
    { field: 'reason', code: 'required' },
  ];
  return {
    registration: renderRegistration(at(own, users.patient), { ...read, viewer: 'self', mayChange: true }),
    'registration-doctor': renderRegistration(at(own, users.doctor), { ...read, viewer: 'doctor', mayChange: false }),
    'registration-least': renderRegistration(at('/patients/PAT014/registration', users.doctor), {
      patient: newcomer,
      viewer: 'doctor',
      values: { name: newcomer.name, sex: 'male', born: '2019' },
      versions: [written],
      mayChange: false,
    }),
    'registration-changes': renderRegistrationChanges(at(`${own}/versions/2/changes`, users.patient), {
      ...compared,
      viewer: 'self',
    }),
    'registration-contact': renderContactForm(at(`${own}/contact`, users.patient), form),
    'registration-contact-changed': renderContactForm(at(`${own}/contact`, users.patient), {
      ...form,
      values: { phone: '9840012345', city: 'Madurai', language: 'ta', reason: 'Moved' },
      changed: meanwhile,
    }),
    'desk-registration': renderDeskRegistration(at('/desk/registration'), {
      values: { number: 'PAT001', birthDate: '1980-07-14' },
      errors: [{ field: 'document', code: 'unknown-option' }],
    }),
    'desk-registration-form': renderChangeRegistration(at('/desk/registration'), form),
    'desk-registration-wrong': renderChangeRegistration(at('/desk/registration/change'), {
      ...form,
      patient: newcomer,
      values: { ...before, birthDate: '2999-01-01', born: '2019', reason: '' },
      errors: wrong,
      changed: meanwhile,
    }),
    'desk-registration-similar': renderSimilarPatients(at('/desk/registration/change'), {
      values: { ...moved, served: 'sealed' },
      errors: [{ field: 'apart', code: 'required' }],
      nonce,
      changes: true,
      similar: [
        { number: 'PAT014', name: newcomer.name, born: '2019-02-28', sex: 'male', phoneEnd: '0123', same: ['name'] },
      ],
    }),
  };
}

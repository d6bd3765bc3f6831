// Records opened in an emergency, in every state that looks different: doctor, patient, guardian, administrator.
import {
  type EmergencyView,
  type PageContext,
  renderAccess,
  renderAdminHome,
  renderBreakGlass,
  renderConfirm,
  renderDoctorHome,
  renderEmergencies,
  renderEmergencyDoctors,
  renderEmergencyReview,
  renderEmergencyView,
  renderPatientFound,
  renderPatientHome,
  renderRecords,
} from '@patrec/web';
import { recordTypes, summary } from './histories.ts';
import { contextFor, lakshmi, newcomer, now, request, results, timeline, users } from './people.ts';

const UNTIL = '2026-11-22T16:05:00.000Z';
const open: EmergencyView = {
  id: 'e1',
  patient: { number: 'PAT001', name: 'Lakshmi Narayanan' },
  doctor: request.requester,
  reason: 'unconscious',
  note: 'Found unconscious at the railway station, nobody with her.\nBlood pressure very low.',
  since: '2026-11-22T12:05:00.000Z',
  until: UNTIL,
  ended: null,
  review: null,
  overdue: false,
};
const over: EmergencyView = { ...open, id: 'e2', ended: { at: UNTIL, by: 'time' } };
const review = { note: 'The casualty book confirms it.', at: now, by: 'Joseph Mathew' };
const past: readonly EmergencyView[] = [
  { ...over, id: 'e3', reason: 'accident', ended: { at: now, by: 'patient' } },
  { ...over, id: 'e4', reason: 'cannot-be-asked', ended: { at: now, by: 'doctor' }, overdue: true },
  { ...over, id: 'e5', reason: 'other', review: { ...review, outcome: 'justified' } },
  {
    ...over,
    id: 'e6',
    ended: { at: now, by: 'administrator' },
    review: { ...review, outcome: 'not-justified', note: 'Nobody knows of an accident.' },
  },
];
const inEmergency = { ...lakshmi, emergency: { until: UNTIL } };
const chain = { blocks: 12, logged: 12 };
const nothing = { waiting: [], active: [], past: [] };

export function emergencyPages(more: Partial<PageContext>): Record<string, string> {
  const at = (user: PageContext['user'], path: string) => contextFor(user, path, more);
  const { doctor, patient, administrator } = users;
  const reason = (props: Partial<Parameters<typeof renderBreakGlass>[1]> = {}) =>
    renderBreakGlass(at(doctor, '/patients/PAT001/emergency/new'), {
      patient: { ...lakshmi, abha: null, bloodGroup: null, allergies: null },
      stands: null,
      refused: false,
      values: { reason: '', note: '' },
      errors: [],
      limits: { shortest: 20, longest: 2000 },
      nonce: '00',
      ...props,
    });
  const closing = (item: EmergencyView, errors: { field: string; code: string }[] = []) =>
    renderEmergencyReview(at(administrator, '/emergencies/e2'), {
      item,
      views: [
        { action: 'view-emergency', type: null, count: 2 },
        { action: 'view-record', type: 'laboratory', count: 3 },
        { action: 'verify', type: null, count: 1 },
      ],
      authorised: item.review === null,
      values: { outcome: '', note: '', withdraw: false },
      errors,
    });
  const doctors = (props: Partial<Parameters<typeof renderEmergencyDoctors>[1]>) =>
    renderEmergencyDoctors(at(administrator, '/people/emergency'), {
      authorised: [],
      number: '',
      doctor: null,
      errors: [],
      ...props,
    });
  return {
    'emergency-found': renderPatientFound(at(doctor, '/patients'), {
      number: 'PAT001',
      patient: summary,
      access: 'none',
      canWrite: true,
      canRequest: true,
      canBreak: true,
    }),
    'emergency-reason': reason(),
    'emergency-reason-wrong': reason({
      values: { reason: '', note: 'urgent' },
      errors: [
        { field: 'reason', code: 'choose-reason' },
        { field: 'note', code: 'note-short' },
      ],
    }),
    'emergency-stands': reason({ stands: UNTIL }),
    'emergency-refused': reason({ refused: true }),
    'emergency-no-factor': renderConfirm(at(doctor, '/confirm'), {
      action: '/confirm',
      returnTo: '/patients/PAT001/emergency/new',
      by: 'two-factors',
      login: 'DOC1',
      secondFactor: false,
      passkey: false,
      errors: [],
    }),
    'emergency-passkey': renderConfirm(at(doctor, '/confirm'), {
      action: '/confirm',
      returnTo: '/patients/PAT001/emergency/new',
      by: 'two-factors',
      login: 'DOC1',
      secondFactor: false,
      passkey: true,
      errors: [],
    }),
    'emergency-view': renderEmergencyView(at(doctor, '/patients/PAT001/emergency'), {
      patient: inEmergency,
      registration: {
        resourceType: 'Patient',
        telecom: [{ system: 'phone', value: '+91 90000 10011' }],
        communication: [{ language: { coding: [{ code: 'ta' }] } }],
        contact: [{ name: { text: 'Narayanan Raghavan' }, telecom: [{ value: '+91 90000 20011' }] }],
      },
      resources: [
        { resourceType: 'AllergyIntolerance', code: { text: 'Penicillin' } },
        {
          resourceType: 'Condition',
          code: { text: 'Appendicitis' },
          clinicalStatus: { coding: [{ code: 'resolved' }] },
        },
        {
          resourceType: 'Condition',
          code: { text: 'Type 2 diabetes' },
          clinicalStatus: { coding: [{ code: 'active' }] },
        },
        {
          resourceType: 'MedicationRequest',
          status: 'active',
          medicationCodeableConcept: { text: 'Metformin 500 mg' },
        },
      ],
      vitalSigns: results.slice(-1),
    }),
    'emergency-view-empty': renderEmergencyView(at(doctor, '/patients/PAT014/emergency'), {
      patient: { ...newcomer, emergency: { until: UNTIL } },
      registration: { resourceType: 'Patient' },
      resources: [],
      vitalSigns: [],
    }),
    'emergency-chart': renderRecords(at(doctor, '/patients/PAT001/records'), {
      patient: inEmergency,
      viewer: 'doctor',
      items: timeline,
      types: recordTypes,

      next: null,
      canWrite: true,
    }),
    'emergency-doctor-home': renderDoctorHome(at(doctor, '/'), {
      doctor: { name: 'Dr. Meera Iyer', speciality: 'Endocrinology' },
      patients: [],
      emergencies: [open],
      awaiting: [],
      answered: [],
      written: [],
      passwordAlone: false,
    }),
    'emergency-patient-home': renderPatientHome(at(patient, '/'), {
      patient: lakshmi,
      requests: [request],
      emergencies: [open],
      wards: [{ ...open, id: 'e7', patient: { number: 'PAT014', name: newcomer.name } }],
      latestResults: results,
      timeline,
      chain,
    }),
    'emergency-access': renderAccess(at(patient, '/access'), {
      ...nothing,
      patient: lakshmi,
      emergencies: [open, ...past],
    }),
    'emergency-ward': renderAccess(
      contextFor(patient, '/for/PAT014/access', {
        ...more,
        inPlaceOf: { number: 'PAT014', name: newcomer.name, level: 'view' },
      }),
      { ...nothing, patient: newcomer, emergencies: [open] },
    ),
    'emergency-admin-home': renderAdminHome(at(administrator, '/'), {
      people: { patients: 28, doctors: 12, staff: 3, administrators: 1 },
      log: { origin: 'demo.patrec.local/log', size: 471, pending: 0, lastCheckpointAt: now, signerOk: true },
      verification: { checkedAt: now, findings: 0, acknowledged: 0 },
      witnesses: [],
      mail: { waiting: 0, delayed: 0, failed: 0, files: false },
      waiting: { count: 0, doctors: [] },
      passwordAlone: false,
      emergencies: { open: 3, overdue: 1 },
    }),
    emergencies: renderEmergencies(at(administrator, '/emergencies'), {
      waiting: [open, ...past.slice(0, 2)],
      reviewed: past.slice(2),
    }),
    'emergencies-empty': renderEmergencies(at(administrator, '/emergencies'), { waiting: [], reviewed: [] }),
    'emergency-review': closing(over),
    'emergency-review-wrong': closing(over, [
      { field: 'outcome', code: 'choose-outcome' },
      { field: 'note', code: 'required' },
    ]),
    'emergency-review-open': closing(open),
    'emergency-reviewed': closing({ ...over, review: { ...review, outcome: 'not-justified' } }),
    'emergency-doctors': doctors({
      authorised: [{ id: 'a', doctor: request.requester, since: now, by: 'Joseph Mathew' }],
    }),
    'emergency-doctors-wrong': doctors({ number: 'DOC99', errors: [{ field: 'number', code: 'no-such-doctor' }] }),
    'emergency-doctor': doctors({ number: 'DOC2', doctor: request.requester }),
  };
}

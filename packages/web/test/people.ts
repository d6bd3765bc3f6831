// Invented people and their records, for the tests of the pages.
import type { AccessRequestView, GrantView, PageContext, PatientBanner, ResultView, TimelineItem } from '@patrec/web';

export const now = '2026-11-22T13:27:39.123Z';

export const lakshmi: PatientBanner = {
  number: 'PAT001',
  name: 'Lakshmi Narayanan',
  birthDate: '1980-07-14',
  ageYears: 46,
  sex: 'female',
  abha: '91-2345-6789-0123',
  bloodGroup: 'B+',
  allergies: { state: 'list', items: ['Penicillin (anaphylaxis)', 'Sulfa (rash)'], confirmedOn: '2026-10-02' },
};

export const newcomer: PatientBanner = {
  number: 'PAT014',
  name: 'Venkatanarasimharajuvaripeta Subrahmanya Krishnamoorthy',
  birthDate: '2019-02-28',
  ageYears: 7,
  sex: 'male',
  abha: null,
  bloodGroup: null,
  allergies: { state: 'not-recorded', items: [], confirmedOn: null },
};

export const users = {
  patient: { login: 'PAT001', name: 'Lakshmi Narayanan', role: 'patient' },
  doctor: { login: 'DOC1', name: 'Dr. Meera Iyer', role: 'doctor' },
  staff: { login: 'STF1', name: 'Farida Khan', role: 'staff' },
  administrator: { login: 'ADM1', name: 'Joseph Mathew', role: 'administrator' },
} as const;

/** A context in English, light, at a fixed time. */
export function contextFor(user: PageContext['user'], path: string, more: Partial<PageContext> = {}): PageContext {
  const context: PageContext = {
    lang: 'en',
    theme: 'light',
    timeZone: 'Asia/Kolkata',
    path,
    csrf: 'csrf-token',
    demo: true,
    user,
    now,
    ...(user && {
      session: {
        endsAt: '2026-11-22T13:42:39.123Z',
        idleMs: 900_000,
        draftKey: 'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=',
      },
    }),
  };
  return { ...context, ...more };
}

const arjun = { login: 'DOC2', name: 'Dr. Arjun Rao', speciality: 'Cardiology', workplace: 'Sunrise Clinic, Chennai' };
const patient = { number: 'PAT001', name: 'Lakshmi Narayanan' };

export const request: AccessRequestView = {
  id: 'f00d',
  patient,
  requester: arjun,
  scope: { types: ['laboratory', 'visit'], records: null, from: '2025-11-22', to: null },
  purpose: 'CAREMGT',
  until: '2026-12-31T18:29:59.999Z',
  note: 'Before your check-up on 1 December I would like to see your last results.',
  state: 'requested',
  createdAt: '2026-11-21T05:12:00.000Z',
  decidedAt: null,
  reason: null,
};

export const openRequest: AccessRequestView = {
  ...request,
  id: 'beef',
  requester: { login: 'DOC9', name: 'Dr. Kavitha Sundaram', speciality: null, workplace: null },
  scope: { types: null, records: null, from: null, to: null },
  purpose: 'HPAYMT',
  note: '',
};

export const grant: GrantView = {
  id: 'cafe',
  patient,
  grantee: { login: 'DOC1', name: 'Dr. Meera Iyer', speciality: 'Endocrinology', workplace: 'Sunrise Diagnostics' },
  scope: { types: ['laboratory'], records: null, from: '2024-01-01', to: '2026-12-31' },
  purpose: 'CAREMGT',
  until: '2026-12-31T18:29:59.999Z',
  grantedAt: '2026-10-28T09:00:00.000Z',
  state: 'active',
  endedAt: null,
};

const meera = { login: 'DOC1', name: 'Dr. Meera Iyer' };

export const timeline: readonly TimelineItem[] = [
  item(
    7,
    'laboratory',
    'Haematology, Biochemistry, Lipid profile',
    '2026-10-28T04:15:00.000Z',
    4,
    1,
    'HbA1c 8.2 % · Glucose, fasting 162 mg/dL',
  ),
  item(6, 'visit', 'Cardiology review', '2026-10-02T06:00:00.000Z', 0, 0, 'Essential hypertension'),
  item(5, 'laboratory', 'Urine examination', '2026-04-11T03:30:00.000Z', 1, 0, 'Urine protein Trace'),
  item(4, 'visit', 'Encounter for problem (procedure)', '2025-08-19', 0, 0, ''),
  item(1, 'history', 'Imported history', '2021-03-05', 0, 0, 'Type 2 diabetes mellitus · Appendectomy'),
];

function item(
  number: number,
  type: TimelineItem['type'],
  title: string,
  effective: string,
  abnormal: number,
  critical: number,
  summary: string,
): TimelineItem {
  return { number, label: `PAT001-REC${number}`, type, title, effective, author: meera, abnormal, critical, summary };
}

export const results: readonly ResultView[] = [
  result('4548-4', 'HbA1c', '8.2', '%', 'H', '4.0–5.6', '2026-10-28T04:15:00.000Z'),
  result('718-7', 'Haemoglobin', '6.8', 'g/dL', 'LL', '12.0–15.0', '2026-10-28T04:15:00.000Z'),
  result('1558-6', 'Glucose, fasting', '162', 'mg/dL', 'H', '70–99', '2026-10-28T04:15:00.000Z'),
  result('2571-8', 'Triglycerides', '1.50', 'mg/dL', 'N', '≤ 149', '2026-10-28T04:15:00.000Z'),
  result('29463-7', 'Body weight', '71.4', 'kg', null, '', '2026-10-02T06:00:00.000Z'),
];

function result(
  code: string,
  label: string,
  value: string,
  unit: string,
  flag: ResultView['flag'],
  reference: string,
  effective: string,
): ResultView {
  return { code, label, value, unit, flag, reference, effective, recordNumber: 7 };
}

// Invented histories: values over time, a chain, an access log, a record's head.
import type { ChainBlock, LogEvent, TrendSeries } from '@patrec/web';
import { users } from './people.ts';

const { patient, doctor } = users;

const hash = 'b5c1f0e4a7d2'.padEnd(64, '3a9c');

export const recordTypes = { laboratory: 14, visit: 31, document: 3, history: 1 };

export const summary = { number: 'PAT001', name: 'Lakshmi Narayanan', ageYears: 46, sex: 'female' } as const;

export const hba1c = ['6.1', '6.4', '7.9', '7.2', '6.8', '7.4', '8.20'].map((value, index) => ({
  at: `${2021 + Math.floor((index * 10) / 12)}-${String(((index * 10) % 12) + 1).padStart(2, '0')}-11T04:00:00.000Z`,
  value,
  flag: 'H' as const,
  recordNumber: index + 1,
}));

export const haemoglobin = ['12.9', '12.2', '11.4', '12.6', '10.1', '6.8'].map((value, index) => ({
  at: `${2021 + index}-0${index + 1}-15T04:00:00.000Z`,
  value,
  flag: Number(value) < 7 ? ('LL' as const) : Number(value) < 12 ? ('L' as const) : ('N' as const),
  recordNumber: index + 1,
}));

export const haemoglobinSeries: TrendSeries = {
  field: { code: '718-7', label: 'Haemoglobin', unit: 'g/dL' },
  points: haemoglobin.map((point) => ({ ...point, unit: 'g/dL' })),
  reference: { low: '12.0', high: '15.0', given: false },
};

export const hba1cSeries: TrendSeries = {
  field: { code: '4548-4', label: 'HbA1c', unit: '%' },
  points: hba1c.map((point, i) => ({ ...point, unit: i === 0 ? 'mmol/mol' : '%' })),
  reference: { low: '4.0', high: '5.6', given: true },
};

export const blocks: readonly ChainBlock[] = [
  block(6, 'access', 'System', null, null),
  block(5, 'access-decision', 'Lakshmi Narayanan', null, 1840),
  block(4, 'access-request', 'Dr. Arjun Rao', null, 1812),
  block(3, 'record', 'Dr. Meera Iyer', { number: 7, label: 'PAT001-REC7' }, 1799),
  block(2, 'record', 'Farida Khan', { number: 6, label: 'PAT001-REC6' }, 1203),
  block(0, 'registration', 'Farida Khan', null, 4),
];

function block(seq: number, type: string, name: string, record: ChainBlock['record'], leafIndex: number | null) {
  return {
    seq,
    type,
    recordedAt: `2026-11-2${seq % 3}T06:0${seq}:00.000Z`,
    author: { login: 'X', name },
    record,
    hash,
    prev: seq === 0 ? null : hash,
    leafIndex,
  };
}

export const events: readonly LogEvent[] = [
  event('2026-11-22T09:10:00.000Z', doctor, 'view-record', 'grant', false),
  event('2026-11-22T09:09:00.000Z', doctor, 'view-list', 'grant', true),
  event('2026-11-22T08:00:00.000Z', patient, 'grant-access', 'own-record', true),
  event('2026-11-21T05:12:00.000Z', doctor, 'request-access', 'treatment-role', true),
  event('2026-10-28T04:20:00.000Z', doctor, 'write-record', 'author', true),
];

export const counts = {
  total: 1240,
  kinds: { views: 1180, prints: 3, requests: 20, decisions: 31, attempts: 6 },
  people: [
    { login: 'DOC1', name: 'Dr. Meera Iyer', count: 802 },
    { login: 'PAT001', name: 'Lakshmi Narayanan', count: 438 },
  ],
};

function event(
  at: string,
  actor: LogEvent['actor'],
  action: LogEvent['action'],
  basis: LogEvent['basis'],
  sealed: boolean,
): LogEvent {
  const record = action.endsWith('record') ? { number: 7, label: 'PAT001-REC7', title: 'Lipid profile' } : null;
  return { at, actor, action, record, basis, purpose: basis === 'grant' ? 'CAREMGT' : null, sealed };
}

export const record = {
  number: 7,
  label: 'PAT001-REC7',
  type: 'laboratory' as const,
  title: 'Haematology, Biochemistry, Lipid profile',
  effective: '2026-10-28T04:15:00.000Z',
  recordedAt: '2026-10-28T04:20:11.120Z',
  abnormal: 6,
  critical: 1,
  author: doctor,
  block: { seq: 3, hash, leafIndex: 1799 },
};

export const requestErrors = [
  { field: 'types', code: 'none-chosen' },
  { field: 'until', code: 'in-past' },
];

export const laboratoryErrors = [
  { field: 'haemoglobin', code: 'implausible', params: { low: '1', high: '30', unit: 'g/dL', value: '68' } },
  { field: 'ldl.method', code: 'method-missing', params: {} },
];

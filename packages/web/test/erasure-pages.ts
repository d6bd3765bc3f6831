// Erasures, in every state that looks different: administrators, and what the patient is told.
import {
  type ErasureView,
  type PageContext,
  renderAdminHome,
  renderErased,
  renderErasure,
  renderErasures,
  renderProposeErasure,
  renderRecords,
} from '@patrec/web';
import { recordTypes } from './histories.ts';
import { contextFor, lakshmi, now, timeline, users } from './people.ts';

const first = { login: 'ADM1', name: 'Joseph Mathew' };
const second = { login: 'ADM2', name: 'Ravi Menon' };
const grounds = { basis: 'request', reference: 'Letter of 14-Nov-2026', reason: 'The patient asks for it.' } as const;
const waiting: ErasureView = {
  ...{
    id: 'e1',
    patientNumber: 'PAT001',
    record: 7,
    until: '2026-12-06T12:05:00.000Z',
    state: 'proposed',
    ended: null,
  },
  ...grounds,
  proposed: { at: now, by: first },
};
const chart: ErasureView = { ...waiting, id: 'e2', record: null, basis: 'court-order', reference: 'W.P. 1234/2026' };
const ended = { at: now, by: second };
const preview = {
  kinds: [
    { type: 'laboratory', count: 31, first: '2019-03-02', last: '2026-11-20' },
    { type: 'dermatology', count: 1, first: '2025-07-09', last: '2025-07-09' },
  ],
  versions: 34,
  files: 3,
  bytes: 4_200_000,
  corrections: 1,
} as const;
const typed = { number: 'PAT001', what: 'record', record: '7', ...grounds };
const erased = { at: now, basis: 'request', reference: grounds.reference } as const;

export function erasurePages(more: Partial<PageContext>): Record<string, string> {
  const at = (user: PageContext['user'], path: string) => contextFor(user, path, more);
  const { administrator, patient, doctor } = users;
  const proposing = (props: Partial<Parameters<typeof renderProposeErasure>[1]> = {}) =>
    renderProposeErasure(at(administrator, '/erasures/new'), {
      values: { number: '', what: '', record: '', basis: '', reference: '', reason: '' },
      errors: [],
      ...props,
    });
  const seen = { patientNumber: 'PAT001', record: 7, preview, extent: '00', changed: false };
  const one = (item: ErasureView, props: Partial<Parameters<typeof renderErasure>[1]> = {}) =>
    renderErasure(at(administrator, '/erasures/e1'), { item, preview: null, changed: false, own: false, ...props });
  return {
    erasures: renderErasures(at(administrator, '/erasures'), {
      waiting: [waiting, chart],
      ended: (['withdrawn', 'refused', 'lapsed', 'erased'] as const).map((state) => ({ ...waiting, state, ended })),
    }),
    'erasures-empty': renderErasures(at(administrator, '/erasures'), { waiting: [], ended: [] }),
    'erasure-propose': proposing(),
    'erasure-propose-wrong': proposing({
      values: { ...typed, what: '', basis: '' },
      errors: [
        { field: 'number', code: 'no-such-patient' },
        { field: 'what', code: 'choose-what' },
        { field: 'record', code: 'no-such-record' },
        { field: 'basis', code: 'choose-basis' },
      ],
    }),
    'erasure-preview': proposing({ values: typed, seen }),
    'erasure-preview-changed': proposing({ values: typed, seen: { ...seen, record: null, changed: true } }),
    'erasure-consent': one(waiting, { preview }),
    'erasure-changed': one(chart, { preview, changed: true }),
    'erasure-own': one(waiting, { preview, own: true }),
    'erasure-done': one({ ...chart, state: 'erased', ended }),
    'erasure-admin-home': renderAdminHome(at(administrator, '/'), {
      people: { patients: 28, doctors: 12, staff: 3, administrators: 2 },
      log: { origin: 'demo.patrec.local/log', size: 471, pending: 0, lastCheckpointAt: now, signerOk: true },
      verification: { checkedAt: now, findings: 0, acknowledged: 0 },
      witnesses: [],
      mail: { waiting: 0, delayed: 0, failed: 0, files: false },
      waiting: { count: 0, doctors: [] },
      passwordAlone: false,
      erasures: 2,
    }),
    erased: renderErased(at(patient, '/patients/PAT001/records/7'), { patientNumber: 'PAT001', number: 7, ...erased }),
    'erased-other': renderErased(at(doctor, '/patients/PAT001/records/7'), {
      ...{ patientNumber: 'PAT001', number: 7, ...erased },
      reference: null,
    }),
    'records-erased': renderRecords(at(patient, '/patients/PAT001/records'), {
      ...{
        patient: lakshmi,
        viewer: 'self',
        items: timeline.slice(0, 2),
        types: recordTypes,
        next: null,
        canWrite: false,
      },
      erased: [
        { ...erased, numbers: [7, 9] },
        { ...erased, at: '2026-01-02T10:00:00.000Z', basis: 'wrong-person', numbers: [1, 2, 3, 4, 5, 6] },
      ],
    }),
  };
}

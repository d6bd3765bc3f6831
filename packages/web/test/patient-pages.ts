// The pages of a patient, in every state that looks different.
import {
  EVERY_RECORD_LINE,
  type PageContext,
  renderAccess,
  renderAccessLog,
  renderAccessRequest,
  renderMore,
  renderPatientHome,
  renderRecord,
  renderRecords,
  renderRevoke,
  renderTrend,
  renderVerify,
} from '@patrec/web';
import {
  blocks,
  counts,
  events,
  haemoglobin,
  haemoglobinSeries,
  hba1c,
  record,
  recordTypes,
  requestErrors,
} from './histories.ts';
import { contextFor, grant, lakshmi, newcomer, now, openRequest, request, results, timeline, users } from './people.ts';
import { laboratory, visit } from './resources.ts';

type More = Partial<PageContext>;

const { patient } = users;

export function patientPages(more: More): Record<string, string> {
  const at = (path: string, extra: More = {}) => contextFor(patient, path, { ...extra, ...more });
  const empty = { items: [], types: {}, next: null };
  const own = { patient: lakshmi, viewer: 'self' } as const;
  return {
    home: renderPatientHome(at('/'), {
      patient: lakshmi,
      requests: [request],
      latestResults: results,
      timeline,
      chain: { blocks: 248, logged: 246 },
    }),
    'home-empty': renderPatientHome(at('/'), {
      patient: newcomer,
      requests: [],
      latestResults: [],
      timeline: [],
      chain: { blocks: 1, logged: 1 },
    }),
    records: renderRecords(at('/patients/PAT001/records'), {
      ...own,
      items: timeline,
      types: recordTypes,
      filter: { ...EVERY_RECORD_LINE, abnormal: '1' },
      next: '/patients/PAT001/records?before=x',
      canWrite: false,
    }),
    'records-searched': renderRecords(at('/patients/PAT001/records?q=x'), {
      ...own,
      items: timeline,
      types: recordTypes,
      filter: { ...EVERY_RECORD_LINE, author: 'DOC1', from: '2026-01-01', search: 'दर्द' },
      q: 'x',
      total: 3,
      authors: counts.people,
      next: null,
      canWrite: false,
    }),
    'records-none-match': renderRecords(at('/patients/PAT001/records?q=x'), {
      ...own,
      ...empty,
      filter: {
        ...EVERY_RECORD_LINE,
        type: 'visit',
        author: 'DOC9',
        from: '2026-01-01',
        abnormal: '1',
        search: 'knee',
      },
      q: 'x',
      total: 0,
      authors: counts.people,
      canWrite: false,
    }),
    'records-wrong': renderRecords(at('/patients/PAT001/records'), {
      ...own,
      ...empty,
      filter: { ...EVERY_RECORD_LINE, to: '2026-02-30', search: '%' },
      errors: [
        { field: 'search', code: 'no-words' },
        { field: 'to', code: 'not-a-day' },
      ],
      canWrite: false,
    }),
    'records-empty': renderRecords(at('/patients/PAT001/records'), { ...own, ...empty, canWrite: false }),
    record: renderRecord(at('/patients/PAT001/records/7'), {
      ...own,
      record,
      resources: laboratory(),
      trends: { '4548-4': hba1c, '718-7': haemoglobin },
      canVerify: true,
    }),
    'record-visit': renderRecord(at('/patients/PAT001/records/6'), {
      ...own,
      record: {
        ...record,
        number: 6,
        label: 'PAT001-REC6',
        type: 'visit',
        title: 'Cardiology review',
        abnormal: 0,
        critical: 0,
      },
      resources: visit(),
      trends: {},
      canVerify: true,
    }),
    trend: renderTrend(at('/patients/PAT001/trends/718-7'), {
      ...own,
      series: haemoglobinSeries,
    }),
    access: renderAccess(at('/access', { notice: 'granted', receipts: [{ href: '/receipts/0/12', ready: false }] }), {
      patient: lakshmi,
      waiting: [request, openRequest],
      active: [grant, { ...grant, id: 'fade', imported: true }],
      past: [
        {
          id: '1',
          who: request.requester,
          scope: request.scope,
          purpose: 'DSRCH',
          state: 'denied',
          at: now,
          reason: 'I do not know you.',
        },
        {
          id: '2',
          who: openRequest.requester,
          scope: openRequest.scope,
          purpose: 'CAREMGT',
          state: 'expired',
          at: now,
          reason: null,
        },
      ],
    }),
    'access-empty': renderAccess(at('/access'), { patient: newcomer, waiting: [], active: [], past: [] }),
    request: renderAccessRequest(at('/access/requests/f00d'), { patient: lakshmi, request, recordTypes }),
    'request-everything': renderAccessRequest(at('/access/requests/beef'), {
      patient: lakshmi,
      request: openRequest,
      recordTypes,
      errors: requestErrors,
      values: { extent: 'types', types: [], from: '', to: '', until: '2020-01-01', reason: 'Not now' },
    }),
    revoke: renderRevoke(at('/access/grants/cafe/revoke'), { patient: lakshmi, grant }),
    log: renderAccessLog(at('/access/log'), { ...counts, patient: lakshmi, events, next: '/access/log?before=x' }),
    verify: renderVerify(at('/patients/PAT001/verify'), {
      ...own,
      blocks,
      total: 7,
      newest: '/patients/PAT001/verify',
      next: '/patients/PAT001/verify?before=7',
      log: { origin: 'demo.patrec.local/log', size: 184302, checkpointAt: now },
    }),
    more: renderMore(at('/more'), { patient: lakshmi }),
  };
}

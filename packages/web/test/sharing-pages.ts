// The pages of sharing, of single records and of withholding, in every state that looks different.
import {
  type PageContext,
  type RecordChoice,
  renderAccess,
  renderAccessLog,
  renderAccessRequest,
  renderRecord,
  renderRecords,
  renderRequestAccess,
  renderShare,
  renderShareConfirm,
  renderWithhold,
} from '@patrec/web';
import { counts, events, hba1c, record, recordTypes, summary } from './histories.ts';
import { contextFor, grant, lakshmi, openRequest, request, timeline, users } from './people.ts';
import { laboratory } from './resources.ts';

const choices: readonly RecordChoice[] = timeline.map(({ number, label, type, title, effective }) => {
  return { number, label, type, title, effective };
});
const many = Array.from({ length: 50 }, (_, i) => ({ number: 90 - i, label: `PAT001-REC${90 - i}` }));
const sharing = {
  doctor: 'DOC2',
  extent: 'records',
  types: [],
  records: ['7', '6'],
  from: '',
  to: '2026-12-31',
  purpose: 'CAREMGT',
  until: '2026-12-31',
} as const;
const singles = { types: null, records: [6, 7], from: null, to: null };
const typed = { extent: 'records', types: [], from: '', to: '', purpose: 'CAREMGT', until: '', note: '' } as const;

export function sharingPages(more: Partial<PageContext>): Record<string, string> {
  const at = (path: string) => contextFor(users.patient, path, more);
  const ask = (path: string) => contextFor(users.doctor, path, more);
  const [first] = choices;
  const withholding = first && { patient: lakshmi, record: { ...first, author: users.doctor } };
  return {
    share: renderShare(at('/access/share'), {
      recordTypes,
      choices,
      values: { ...sharing, doctor: '', extent: 'types', records: [] },
    }),
    'share-wrong': renderShare(at('/access/share'), {
      recordTypes,
      choices: choices.slice(0, 1).flatMap((one) => many.map((other) => ({ ...one, ...other }))),
      values: { ...sharing, records: ['90', '88'] },
      errors: [
        { field: 'doctor', code: 'no-such-doctor' },
        { field: 'records', code: 'unknown-record' },
      ],
    }),
    'share-contrary': renderShare(at('/access/share'), {
      recordTypes,
      choices,
      values: { ...sharing, extent: 'all' },
      errors: [{ field: 'records', code: 'extent-not-single' }],
    }),
    'share-empty': renderShare(at('/access/share'), {
      recordTypes: {},
      choices: [],
      values: { ...sharing, doctor: '', records: [] },
    }),
    'share-confirm': renderShareConfirm(at('/access/share'), {
      grantee: request.requester,
      scope: singles,
      values: sharing,
      nonce: 'ab'.repeat(16),
    }),
    'share-confirm-unknown': renderShareConfirm(at('/access/share'), {
      grantee: openRequest.requester,
      scope: { ...singles, records: null },
      values: { ...sharing, extent: 'all', records: [] },
      nonce: 'ab'.repeat(16),
    }),
    'request-singles': renderAccessRequest(at('/access/requests/f00d'), {
      patient: lakshmi,
      request: { ...request, scope: singles },
      recordTypes,
      choices: choices.slice(0, 2),
    }),
    'request-choices': renderAccessRequest(at('/access/requests/f00d'), {
      patient: lakshmi,
      request,
      recordTypes,
      choices,
      errors: [{ field: 'records', code: 'no-record-chosen' }],
      values: { extent: 'records', types: ['visit'], records: [], from: '', to: '', until: '2026-12-01', reason: '' },
    }),
    'ask-singles': renderRequestAccess(ask('/patients/PAT001/access-requests'), {
      patient: summary,
      values: { ...typed, records: ['REC3', 'PAT002-REC1'] },
      errors: [{ field: 'records', code: 'other-patient', params: { patient: 'PAT001' } }],
    }),
    'record-own': renderRecord(at('/patients/PAT001/records/7'), {
      patient: lakshmi,
      viewer: 'self',
      record,
      resources: laboratory(),
      trends: { '4548-4': hba1c },
      withheld: false,
      canVerify: true,
    }),
    'record-withheld': renderRecord(at('/patients/PAT001/records/7'), {
      patient: lakshmi,
      viewer: 'self',
      record,
      resources: laboratory(),
      trends: { '4548-4': hba1c },
      withheld: true,
      canVerify: true,
    }),
    'records-withheld': renderRecords(at('/patients/PAT001/records'), {
      patient: lakshmi,
      viewer: 'self',
      items: timeline.map((item) => ({ ...item, withheld: item.number === 6 })),
      types: recordTypes,

      next: null,
      canWrite: false,
    }),
    'access-withheld': renderAccess(at('/access'), {
      patient: lakshmi,
      waiting: [{ ...request, scope: { ...singles, records: [7] } }],
      active: [{ ...grant, scope: { ...singles, types: ['laboratory'] } }],
      past: [],
      withheld: choices.slice(0, 2),
    }),
    'log-withheld': renderAccessLog(at('/access/log'), {
      ...counts,
      patient: lakshmi,
      events: events.slice(0, 2).map((event, i) => ({
        ...event,
        actor: users.patient,
        action: i === 0 ? ('release-record' as const) : ('withhold-record' as const),
        record: { number: 7, label: 'PAT001-REC7', title: 'Lipid profile' },
        basis: 'own-record' as const,
      })),
      next: null,
    }),
    ...(withholding && {
      withhold: renderWithhold(at('/patients/PAT001/records/7/withhold'), {
        ...withholding,
        withheld: false,
        covered: [users.doctor, request.requester],
      }),
      'withhold-nobody': renderWithhold(at('/patients/PAT001/records/7/withhold'), {
        ...withholding,
        withheld: false,
        covered: [],
      }),
      release: renderWithhold(at('/patients/PAT001/records/7/withhold'), {
        ...withholding,
        withheld: true,
        covered: [users.doctor],
      }),
    }),
  };
}

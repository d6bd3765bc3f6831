// The access log, looked through and with what a patient did not expect, and the page for the printer.
import { type PageContext, renderAccessLog, renderCopy, renderDisclosures, renderRecord } from '@patrec/web';
import { counts, events, hba1c, record } from './histories.ts';
import { paperCheck } from './paper-pages.ts';
import { contextFor, lakshmi, newcomer, users } from './people.ts';
import { laboratory } from './resources.ts';

export function logPages(more: Partial<PageContext>): Record<string, string> {
  const at = (path: string) => contextFor(users.patient, path, more);
  const [first] = events;
  const filter = { who: 'DOC1', what: 'attempts', record: 'PAT001-REC7', from: '2026-11-01', to: '2026-11-22' };
  const nobody = { total: 0, kinds: {}, people: [], events: [], next: null };
  return {
    'log-found': renderAccessLog(at('/access/log?who=DOC1'), {
      ...counts,
      total: 2,
      patient: lakshmi,
      filter,
      next: null,
      events: first
        ? [
            { ...first, action: 'denied-access', basis: 'none', purpose: null },
            { ...first, action: 'print-record' },
            { ...first, action: 'denied-access', basis: 'none', purpose: null, record: null },
          ]
        : [],
    }),
    'log-empty': renderAccessLog(at('/access/log'), { ...nobody, patient: newcomer }),
    'log-none': renderAccessLog(at('/access/log?who=DOC77'), {
      ...counts,
      ...nobody,
      patient: lakshmi,
      filter: { ...filter, who: 'DOC77' },
    }),
    'log-wrong': renderAccessLog(at('/access/log?from=x'), {
      ...nobody,
      patient: lakshmi,
      filter: { ...filter, record: 'PAT002-REC1' },
      errors: [
        { field: 'record', code: 'not-a-record-number', params: { example: 'PAT001-REC3' } },
        { field: 'to', code: 'ends-before-start' },
      ],
    }),
    copy: renderCopy(at('/copy'), { copy: { state: 'none' } }),
    'copy-running': renderCopy(at('/copy'), { copy: { state: 'running', done: 120, total: 1250 } }),
    'copy-failed': renderCopy(at('/copy'), { copy: { state: 'failed' } }),
    'copy-ready': renderCopy(at('/copy'), {
      copy: {
        state: 'ready',
        size: 12_345_678,
        askedAt: '2026-11-22T09:10:00.000Z',
        until: '2026-11-23T09:10:00.000Z',
      },
    }),
    disclosures: renderDisclosures(at('/access/disclosures'), {
      total: 812,
      values: { from: '2025-11-22', to: '2026-11-22' },
      errors: [],
    }),
    'disclosures-wrong': renderDisclosures(at('/access/disclosures/statement.pdf'), {
      total: 0,
      values: { from: '2026-11-22', to: '2025-11-22' },
      errors: [{ field: 'to', code: 'ends-before-start' }],
    }),
    'record-print': renderRecord(at('/patients/PAT001/records/7/print'), {
      patient: lakshmi,
      viewer: 'self',
      record,
      resources: laboratory(),
      trends: { '4548-4': hba1c },
      canVerify: true,
      printing: { by: 'Lakshmi Narayanan', login: 'PAT001', check: paperCheck },
    }),
  };
}

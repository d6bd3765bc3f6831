// A patient's summary and values over time, in every state that looks different.
import { type PageContext, renderSummary, renderTrends, type SummaryLine } from '@patrec/web';
import { haemoglobin, haemoglobinSeries, hba1c, hba1cSeries } from './histories.ts';
import { paperCheck } from './paper-pages.ts';
import { contextFor, grant, lakshmi, newcomer, results, timeline, users } from './people.ts';

const read = <Content>(content: Content) => ({ failed: false, content }) as const;
const failed = { failed: true } as const;
const nothing = read({ listed: [], none: [] });
const line = (title: string, more: Partial<SummaryLine> = {}): SummaryLine => ({
  ...{ title, detail: '', code: null, when: null, saidOn: '2026-10-02', by: 'Dr. Meera Iyer', record: 7 },
  ...more,
});
const measured = [
  { code: '718-7', label: 'Haemoglobin', count: 6, abnormal: 3 },
  { code: '4548-4', label: 'HbA1c', count: 7, abnormal: 7 },
  { code: '2093-3', label: 'Cholesterol', count: 1, abnormal: 0 },
];
const attention = results.slice(0, 2).map((result, i) => ({
  ...result,
  limits: { low: '12.0', high: '15.0' },
  points: i === 0 ? haemoglobin : hba1c.slice(0, 1),
}));
const full = {
  attention: read(attention),
  problems: read({ listed: [line('Type 2 diabetes mellitus', { code: 'E11', when: '2019' })], none: [] }),
  medicines: read({ listed: [line('Metformin 500 mg', { detail: '1 tablet, twice a day' })], none: [] }),
  allergies: read({ listed: [line('Penicillin', { detail: 'Anaphylaxis', record: null })], none: [] }),
  immunisations: read({ listed: [line('Influenza', { when: '2026-09-01' })], none: [] }),
  vitalSigns: read(results),
  recent: read(timeline),
};
const empty = {
  ...{ attention: read([]), problems: nothing, medicines: nothing, immunisations: nothing },
  allergies: read({ listed: [], none: [line('No known allergies')] }),
  ...{ vitalSigns: read([]), recent: read([]) },
};
const broken = {
  ...{ attention: failed, problems: failed, medicines: failed, allergies: failed, immunisations: failed },
  ...{ vitalSigns: failed, recent: read(timeline) },
};

export function summaryPages(more: Partial<PageContext>): Record<string, string> {
  const at = (path: string) => contextFor(users.patient, path, more);
  const doctorAt = (path: string) => contextFor(users.doctor, path, more);
  const own = { patient: lakshmi, viewer: 'self' } as const;
  const asDoctor = { patient: lakshmi, viewer: 'doctor', scope: grant } as const;
  const failing = { ...lakshmi, allergies: { state: 'failed', items: [], confirmedOn: null } } as const;
  const trends = { series: [haemoglobinSeries, hba1cSeries], measured, tooMany: true };
  return {
    summary: renderSummary(at('/patients/PAT001/summary'), { ...own, ...full }),
    'summary-print': renderSummary(doctorAt('/patients/PAT001/summary/print'), {
      ...{ ...asDoctor, ...full, immunisations: failed },
      printing: {
        by: users.doctor,
        partial: true,
        check: { ...paperCheck, label: 'PAT001-REC7', hash: '9f'.repeat(32) },
      },
    }),
    'summary-empty': renderSummary(at('/patients/PAT001/summary'), { ...own, patient: newcomer, ...empty }),
    'summary-doctor': renderSummary(doctorAt('/patients/PAT001/summary'), { ...asDoctor, ...full }),
    'summary-failed': renderSummary(doctorAt('/patients/PAT001/summary'), {
      ...asDoctor,
      ...broken,
      patient: failing,
    }),
    trends: renderTrends(at('/patients/PAT001/trends'), { ...own, ...trends }),
    'trends-doctor': renderTrends(doctorAt('/patients/PAT001/trends'), { ...asDoctor, ...trends, tooMany: false }),
    'trends-empty': renderTrends(at('/patients/PAT001/trends'), { ...own, series: [], measured: [], tooMany: false }),
  };
}

// Versions of records: amended, compared, marked as entered in error, filled in from an earlier record.
import { definitions } from '@patrec/fhir';
import {
  EVERY_RECORD_LINE,
  type PageContext,
  renderMarkInError,
  renderRecord,
  renderRecordChanges,
  renderRecordForm,
  renderRecords,
  type VersionView,
} from '@patrec/web';
import { record } from './histories.ts';
import { contextFor, lakshmi, timeline, users } from './people.ts';
import { typedRecords } from './record-samples.ts';
import { resourcesOf } from './resources.ts';

const author = { login: 'DOC1', name: 'Dr. Meera Iyer' };
const reason = 'The decimal point was in the wrong place.\nAnd the place: SriMadhvanarayanaHospitalThiruvananthapuram';
const written: VersionView = {
  version: 1,
  kind: 'written',
  reason: '',
  recordedAt: '2026-10-01T05:12:00.000Z',
  author,
};
const amended: VersionView = { version: 2, kind: 'amended', reason, recordedAt: '2026-10-02T05:12:00.000Z', author };
const inError: VersionView = { ...amended, version: 3, kind: 'entered-in-error', reason: 'Another patient’s.' };
const nonce = 'ab'.repeat(16);
const before = typedRecords.general;
const after = { ...before, weight: '61.5', complaints: '', 'allergies.1.substance': 'Latex' };

export function amendmentPages(more: Partial<PageContext>): Record<string, string> {
  const at = (path: string) => contextFor(users.doctor, path, more);
  const own = contextFor(users.patient, '/patients/PAT001/records/7', more);
  const place = '/patients/PAT001/records/7/versions/2';
  const head = { ...record, type: 'general' as const, title: 'General medical record', abnormal: 0, critical: 0 };
  const choice = {
    number: 7,
    label: 'PAT001-REC7',
    type: 'general' as const,
    title: head.title,
    effective: head.effective,
  };
  const general = definitions.find(({ type }) => type === 'general') ?? definitions[0];
  const page = { patient: lakshmi, record: head, resources: resourcesOf(general, before), trends: {}, canVerify: true };
  const form = { type: 'general' as const, patient: lakshmi, values: after, errors: [], nonce };
  const amends = { number: 7, label: 'PAT001-REC7', version: 2 };
  const changed = { who: author.name, when: amended.recordedAt, values: before };
  const mark = { patient: lakshmi, record: choice, version: 2, reason: '', errors: [], nonce };
  const [first, second, ...rest] = timeline;
  const items = [
    ...(first ? [{ ...first, inError: true }] : []),
    ...(second ? [{ ...second, version: 2 }] : []),
    ...rest,
  ];
  const compared = {
    patient: lakshmi,
    record: choice,
    before: { version: 1, values: before },
    after: { version: 2, values: after },
    versions: [written, amended],
  };
  return {
    'record-amended': renderRecord(at('/patients/PAT001/records/7'), {
      ...page,
      viewer: 'doctor',
      history: { versions: [written, amended], shown: 2 },
      canAmend: { version: 2, byForm: true },
    }),
    'record-in-error': renderRecord(own, {
      ...page,
      viewer: 'self',
      withheld: false,
      history: { versions: [written, amended, inError], shown: 3 },
    }),
    'record-changes': renderRecordChanges(at(`${place}/changes`), { ...compared, viewer: 'doctor' }),
    'amend-form-changed': renderRecordForm(at(`${place}/amend`), { ...form, amends: { ...amends, changed } }),
    'mark-in-error-wrong': renderMarkInError(at(`${place}/in-error`), {
      ...mark,
      errors: [{ field: 'reason', code: 'changed-meanwhile' }],
    }),
    'form-copied': renderRecordForm(at('/patients/PAT001/records/general'), {
      ...form,
      earlier: { label: 'PAT001-REC7', effective: head.effective },
    }),
    'records-amended': renderRecords(at('/patients/PAT001/records'), {
      patient: lakshmi,
      viewer: 'doctor',
      items,
      types: { laboratory: 2 },
      filter: EVERY_RECORD_LINE,
      next: null,
      canWrite: true,
    }),
  };
}

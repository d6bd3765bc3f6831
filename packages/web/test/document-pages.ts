// Filing a document, and the page of one, in every state that looks different.
import { documentResource } from '@patrec/fhir';
import {
  type FileType,
  type FileView,
  type PageContext,
  renderDocumentForm,
  renderImportDocument,
  renderRecord,
} from '@patrec/web';
import { record } from './histories.ts';
import { paperCheck } from './paper-pages.ts';
import { contextFor, lakshmi, users } from './people.ts';

const { doctor, patient } = users;
const id = '0123456789ab-00000000000000000002';
const limit = 50 * 1024 * 1024;

const file = (type: FileType, more: Partial<FileView> = {}): FileView => ({
  id,
  type,
  size: 2_413_000,
  title: 'Discharge letter, City Hospital',
  state: 'whole',
  ...more,
});

const resource = documentResource(
  {
    title: 'Discharge letter, City Hospital',
    date: '2026-10-28',
    kind: 'discharge-summary',
    note: 'The patient brought it.\nThe second page is hard to read.',
  },
  {
    id: '0123456789ab-00000000000000000001',
    versionId: '1',
    lastUpdated: '2026-10-28T04:20:11.120Z',
    patient: { reference: 'Patient/0123456789ab-00000000000000000000', display: 'PAT001' },
    author: { reference: 'Practitioner/0123456789ab-00000000000000000009', display: doctor.name },
    file: { id, contentType: 'application/pdf', size: 2_413_000, hash: 'qvTGHdzF6KLavt4PO0gs2a6pQ00=' },
  },
);

const amended = { title: 'Discharge letter', date: '2026-10-27', kind: 'discharge-summary', note: '' };

const dicom = {
  facts: [
    { key: 'patient-name', value: 'Narayanan Lakshmi' },
    { key: 'study-date', value: '2026-10-27' },
    { key: 'modality', value: 'CR' },
    { key: 'size', value: '2048 × 2500' },
  ],
  frames: 1,
  picture: false,
  unreadable: true,
} as const;

export function documentPages(more: Partial<PageContext>): Record<string, string> {
  const form = contextFor(doctor, '/patients/PAT001/records/document', more);
  const page = (one: FileView, printing = false) =>
    renderRecord(contextFor(patient, '/patients/PAT001/records/9', more), {
      patient: lakshmi,
      viewer: 'self',
      record: { ...record, type: 'document', title: one.title, abnormal: 0, critical: 0 },
      resources: [resource],
      trends: {},
      files: [one],
      withheld: false,
      canVerify: true,
      ...(printing && { printing: { by: patient.name, login: patient.login, check: paperCheck } }),
    });
  const empty = { patient: lakshmi, values: {}, errors: [], nonce: 'aa', file: { upload: null, limit } };
  return {
    document: renderDocumentForm(form, empty),
    'document-wrong': renderDocumentForm(form, {
      ...empty,
      values: { title: '', date: '2026-12-01', kind: 'imaging', note: 'From the ward' },
      errors: [
        { field: 'title', code: 'required' },
        { field: 'date', code: 'in-future' },
        { field: 'file', code: 'file-too-large', params: { max: '50' } },
      ],
    }),
    'document-amend': renderDocumentForm(form, {
      ...empty,
      values: { ...amended, note: 'The patient brought both pages.' },
      file: null,
      errors: [{ field: 'reason', code: 'required' }],
      amends: {
        ...{ number: 9, label: 'PAT001-REC9', version: 2 },
        changed: { who: doctor.name, when: '2026-10-29T05:12:00.000Z', values: amended },
      },
    }),
    'document-kept': renderDocumentForm(form, {
      ...empty,
      errors: [{ field: 'title', code: 'required' }],
      file: { upload: { id, name: 'scan-2026-10-28.pdf', size: 2_413_000 }, limit },
    }),
    'document-import': renderImportDocument(form, { patient: lakshmi, errors: [], problems: [], limit }),
    'document-import-missing': renderImportDocument(form, {
      patient: lakshmi,
      errors: [{ field: 'file', code: 'file-missing' }],
      problems: [],
      limit,
    }),
    'document-import-refused': renderImportDocument(form, {
      patient: lakshmi,
      errors: [],
      problems: [
        'Bundle.entry[3].resource.status: "ended" is not a code of http://hl7.org/fhir/ValueSet/encounter-status|4.0.1',
        'Bundle.entry[6].resource.data: the file is larger than 50 MB, the most that a file has here',
      ],
      limit,
    }),
    'document-pdf': page(file('application/pdf')),
    'document-print': page(file('application/pdf'), true),
    'document-dicom': page(file('application/dicom', { dicom })),
    'document-missing': page(file('image/png', { state: 'missing' })),
    'document-altered': page(file('image/jpeg', { state: 'altered' })),
    'document-unreachable': page(file('image/jpeg', { state: 'unreachable' })),
  };
}

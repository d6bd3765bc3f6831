// The pages of a doctor, in every state that looks different.
import {
  EVERY_RECORD_LINE,
  type PageContext,
  renderDoctorHome,
  renderPatientFound,
  renderRecord,
  renderRecordForm,
  renderRecords,
  renderRequestAccess,
} from '@patrec/web';
import { haemoglobin, hba1c, laboratoryErrors, record, recordTypes, requestErrors, summary } from './histories.ts';
import { contextFor, grant, lakshmi, newcomer, now, request, timeline, users } from './people.ts';
import { laboratory, typedLaboratory } from './resources.ts';

type More = Partial<PageContext>;

const { doctor } = users;

export function doctorPages(more: More): Record<string, string> {
  const at = (path: string) => contextFor(doctor, path, more);
  const written = timeline
    .slice(0, 3)
    .map((item) => ({ ...item, patient: { number: 'PAT001', name: 'Lakshmi Narayanan' } }));
  const answered = [{ ...request, state: 'denied' as const, decidedAt: now, reason: 'Please ask me first.' }];
  return {
    doctor: renderDoctorHome(at('/'), {
      doctor: { name: 'Dr. Meera Iyer', speciality: 'Endocrinology' },
      patients: [{ patient: summary, grant }],
      awaiting: [request],
      answered,
      written,
      passwordAlone: true,
    }),
    'doctor-empty': renderDoctorHome(at('/'), {
      doctor: { name: 'Dr. Meera Iyer', speciality: null },
      patients: [],
      awaiting: [],
      answered: [],
      written: [],
      passwordAlone: false,
    }),
    chart: renderRecords(at('/patients/PAT001/records'), {
      patient: lakshmi,
      viewer: 'doctor',
      items: timeline,
      types: recordTypes,
      filter: { ...EVERY_RECORD_LINE, type: 'laboratory' },
      next: null,
      scope: grant,
      canWrite: true,
    }),
    'chart-record': renderRecord(at('/patients/PAT001/records/7'), {
      patient: lakshmi,
      viewer: 'doctor',
      record,
      resources: laboratory(),
      trends: { '4548-4': hba1c, '718-7': haemoglobin },
      scope: grant,
      canVerify: true,
    }),
    found: renderPatientFound(at('/patients?number=PAT001'), {
      number: 'PAT001',
      patient: summary,
      access: 'none',
      canWrite: true,
      canRequest: true,
    }),
    'found-none': renderPatientFound(at('/patients?number=PAT999'), {
      number: 'PAT999',
      patient: null,
      access: 'none',
      canWrite: true,
      canRequest: true,
    }),
    ask: renderRequestAccess(at('/patients/PAT001/access-requests'), { patient: summary }),
    'ask-wrong': renderRequestAccess(at('/patients/PAT001/access-requests'), {
      patient: summary,
      errors: requestErrors,
      values: { extent: 'types', types: [], from: '', to: '', purpose: 'DSRCH', until: '2020-01-01', note: 'x' },
    }),
    laboratory: renderRecordForm(at('/patients/PAT001/records/laboratory'), {
      type: 'laboratory',
      patient: lakshmi,
      values: {},
      errors: [],
      nonce: 'aa',
    }),
    'laboratory-wrong': renderRecordForm(at('/patients/PAT014/records/laboratory'), {
      type: 'laboratory',
      patient: newcomer,
      values: { ...typedLaboratory, haemoglobin: '68' },
      errors: laboratoryErrors,
      nonce: 'aa',
    }),
  };
}

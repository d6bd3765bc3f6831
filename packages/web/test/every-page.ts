// Every page in every state that looks different, by name: for the tests that look at all of them.
import {
  type AdminHomeProps,
  type ChainBlock,
  type LogEvent,
  type PageContext,
  renderAbout,
  renderAccess,
  renderAccessLog,
  renderAccessRequest,
  renderAdminHome,
  renderDoctorHome,
  renderErrorPage,
  renderLaboratoryForm,
  renderMore,
  renderPatientFound,
  renderPatientHome,
  renderRecord,
  renderRecords,
  renderRequestAccess,
  renderRevoke,
  renderSignIn,
  renderStaffHome,
  renderTrend,
  renderVerify,
} from '@patrec/web';
import {
  contextFor,
  grant,
  laboratory,
  lakshmi,
  newcomer,
  now,
  openRequest,
  request,
  results,
  timeline,
  typedLaboratory,
  users,
  visit,
} from './people.ts';

type More = Partial<PageContext>;

const hash = 'b5c1f0e4a7d2'.padEnd(64, '3a9c');
const recordTypes = { laboratory: 14, visit: 31, history: 1 };
const { patient, doctor, staff, administrator } = users;
const summary = { number: 'PAT001', name: 'Lakshmi Narayanan', ageYears: 46, sex: 'female' } as const;

const hba1c = ['6.1', '6.4', '7.9', '7.2', '6.8', '7.4', '8.20'].map((value, index) => ({
  at: `${2021 + Math.floor((index * 10) / 12)}-${String(((index * 10) % 12) + 1).padStart(2, '0')}-11T04:00:00.000Z`,
  value,
  flag: 'H' as const,
  recordNumber: index + 1,
}));
const haemoglobin = ['12.9', '12.2', '11.4', '12.6', '10.1', '6.8'].map((value, index) => ({
  at: `${2021 + index}-0${index + 1}-15T04:00:00.000Z`,
  value,
  flag: Number(value) < 7 ? ('LL' as const) : Number(value) < 12 ? ('L' as const) : ('N' as const),
  recordNumber: index + 1,
}));

const blocks: readonly ChainBlock[] = [
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
    leafIndex,
  };
}

const events: readonly LogEvent[] = [
  event('2026-11-22T09:10:00.000Z', doctor, 'view-record', 'grant', false),
  event('2026-11-22T09:09:00.000Z', doctor, 'view-list', 'grant', true),
  event('2026-11-22T08:00:00.000Z', patient, 'grant-access', 'own-record', true),
  event('2026-11-21T05:12:00.000Z', doctor, 'request-access', 'treatment-role', true),
  event('2026-10-28T04:20:00.000Z', doctor, 'write-record', 'author', true),
];

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

const record = {
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

const adminGood: AdminHomeProps = {
  people: { patients: 1260, doctors: 34, staff: 12, administrators: 2 },
  log: { origin: 'demo.patrec.local/log', size: 184302, pending: 3, lastCheckpointAt: now, signerOk: true },
  verification: { checkedAt: now, ok: true, blocks: 184302, problem: null },
};
const adminBad: AdminHomeProps = {
  ...adminGood,
  log: { ...adminGood.log, signerOk: false },
  verification: { checkedAt: now, ok: false, blocks: 4, problem: 'PAT001-REC7: Observation/x is not what was sealed.' },
};

const demoAccounts = Object.values(users).map(({ login, role }) => ({ login, role, password: 'password' }));
const requestErrors = [
  { field: 'types', code: 'none-chosen' },
  { field: 'until', code: 'in-past' },
];
const laboratoryErrors = [
  { field: 'haemoglobin', code: 'implausible', params: { low: '1', high: '30', unit: 'g/dL', value: '68' } },
  { field: 'ldl.method', code: 'method-missing', params: {} },
];

/** Page name to HTML. */
export function everyPage(more: More = {}): Record<string, string> {
  return { ...signedOutPages(more), ...patientPages(more), ...doctorPages(more), ...otherPages(more) };
}

function signedOutPages(more: More): Record<string, string> {
  const out = contextFor(null, '/sign-in', more);
  return {
    'sign-in': renderSignIn(out, { returnTo: '/', demoAccounts }),
    'sign-in-wrong': renderSignIn(out, { returnTo: '/', login: 'PAT001', error: 'wrong' }),
    about: renderAbout(contextFor(null, '/about', more)),
  };
}

function patientPages(more: More): Record<string, string> {
  const at = (path: string, extra: More = {}) => contextFor(patient, path, { ...extra, ...more });
  const empty = { items: [], types: {}, filter: { type: null, abnormal: false, before: null }, next: null };
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
      filter: { type: null, abnormal: true, before: null },
      next: '/patients/PAT001/records?before=x',
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
      field: { code: '718-7', label: 'Haemoglobin', unit: 'g/dL' },
      points: haemoglobin,
      reference: { low: '12.0', high: '15.0' },
    }),
    access: renderAccess(at('/access', { notice: 'granted' }), {
      patient: lakshmi,
      waiting: [request, openRequest],
      active: [grant],
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
    log: renderAccessLog(at('/access/log'), { patient: lakshmi, events, next: '/access/log?before=x' }),
    verify: renderVerify(at('/patients/PAT001/verify'), {
      ...own,
      blocks,
      total: 7,
      next: null,
      log: { origin: 'demo.patrec.local/log', size: 184302, checkpointAt: now },
    }),
    more: renderMore(at('/more'), { patient: lakshmi }),
  };
}

function doctorPages(more: More): Record<string, string> {
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
    }),
    'doctor-empty': renderDoctorHome(at('/'), {
      doctor: { name: 'Dr. Meera Iyer', speciality: null },
      patients: [],
      awaiting: [],
      answered: [],
      written: [],
    }),
    chart: renderRecords(at('/patients/PAT001/records'), {
      patient: lakshmi,
      viewer: 'doctor',
      items: timeline,
      types: recordTypes,
      filter: { type: 'laboratory', abnormal: false, before: null },
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
    laboratory: renderLaboratoryForm(at('/patients/PAT001/records/laboratory'), {
      patient: lakshmi,
      values: {},
      errors: [],
      nonce: 'aa',
    }),
    'laboratory-wrong': renderLaboratoryForm(at('/patients/PAT014/records/laboratory'), {
      patient: newcomer,
      values: { ...typedLaboratory, haemoglobin: '68' },
      errors: laboratoryErrors,
      nonce: 'aa',
    }),
  };
}

function otherPages(more: More): Record<string, string> {
  return {
    staff: renderStaffHome(contextFor(staff, '/', more), { name: 'Farida Khan', written: [] }),
    admin: renderAdminHome(contextFor(administrator, '/', more), adminGood),
    'admin-broken': renderAdminHome(contextFor(administrator, '/', more), adminBad),
    'error-404': renderErrorPage(contextFor(patient, '/x', more), { status: 404, requestId: 'req-8f3a' }),
    'error-503': renderErrorPage(contextFor(null, '/x', more), { status: 503, requestId: 'req-8f3b' }),
  };
}

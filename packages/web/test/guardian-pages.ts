// The pages of guardians, and pages of a record opened in a patient's place, in every state that looks different.
import {
  type GuardianshipView,
  type PageContext,
  renderAccess,
  renderAccessLog,
  renderAccessRequest,
  renderAskCorrection,
  renderBlock,
  renderCopy,
  renderCorrections,
  renderDisclosures,
  renderEndGuardianship,
  renderErrorPage,
  renderGuardians,
  renderInvitation,
  renderInviteConfirm,
  renderInviteGuardian,
  renderPatientHome,
  renderRecord,
  renderRecords,
  renderRevoke,
  renderShareConfirm,
  renderTrend,
  renderVerify,
  renderWithhold,
} from '@patrec/web';
import { corrections } from './correction-pages.ts';
import { deskGuardian } from './desk-pages.ts';
import { blocks, counts, events, haemoglobinSeries, hba1c, record, recordTypes } from './histories.ts';
import { contextFor, grant, lakshmi, newcomer, now, request, results, timeline, users } from './people.ts';
import { laboratory } from './resources.ts';

const sneha = { login: 'PAT005', name: 'Sneha Deshmukh', role: 'patient' } as const;
const long = { login: 'PAT0000014', name: newcomer.name };
const guardianship: GuardianshipView = {
  id: 'cafe',
  guardian: sneha,
  patient: { number: 'PAT001', name: 'Lakshmi Narayanan' },
  level: 'complete',
  relation: 'CHILD',
  state: 'accepted',
  until: null,
  untilOfAge: false,
  atDesk: false,
  invitedAt: '2026-10-02T05:00:00.000Z',
  acceptedAt: '2026-10-03T05:00:00.000Z',
  endedAt: null,
};
const invited: GuardianshipView = {
  ...guardianship,
  id: 'feed',
  guardian: long,
  level: 'view',
  relation: 'GUARD',
  state: 'invited',
  until: '2027-03-31T18:29:59.999Z',
  acceptedAt: null,
};
const ofChild: GuardianshipView = {
  ...guardianship,
  id: 'deed',
  guardian: users.patient,
  patient: newcomer,
  relation: 'PRN',
  until: '2037-02-27T18:30:00.000Z',
  untilOfAge: true,
  atDesk: true,
};
const values = { number: 'PAT005', birthDate: '1993-01-26', relation: 'CHILD', level: 'view', until: '' } as const;
const records = { items: timeline, types: recordTypes } as const;

export function guardianPages(more: Partial<PageContext>): Record<string, string> {
  const at = (path: string, extra: Partial<PageContext> = {}) => contextFor(users.patient, path, { ...extra, ...more });
  return {
    guardians: renderGuardians(at('/guardians', { notice: 'guardian-invited' }), {
      atDesk: [deskGuardian],
      invitations: [{ ...ofChild, id: 'ask', state: 'invited', acceptedAt: null, atDesk: false, imported: true }],
      guardians: [guardianship, invited],
      patients: [ofChild],
      past: [
        { ...guardianship, id: 'p1', state: 'removed', endedAt: now, side: 'patient' },
        { ...ofChild, id: 'p2', state: 'stepped-down', endedAt: now, side: 'guardian' },
        { ...invited, id: 'p3', state: 'declined', endedAt: now, side: 'patient' },
      ],
    }),
    'guardians-empty': renderGuardians(at('/guardians'), {
      atDesk: [],
      invitations: [],
      guardians: [],
      patients: [],
      past: [],
    }),
    'guardian-invite': renderInviteGuardian(at('/guardians/invite'), {
      values: { ...values, number: '', birthDate: '', level: '' },
      ofAgeOn: null,
    }),
    'guardian-invite-wrong': renderInviteGuardian(at('/guardians/invite'), {
      values: { ...values, level: '', until: '2020-01-01' },
      errors: [
        { field: 'number', code: 'no-such-guardian' },
        { field: 'level', code: 'none-chosen' },
        { field: 'until', code: 'in-past' },
      ],
      ofAgeOn: '2037-02-27T18:30:00.000Z',
    }),
    'guardian-confirm': renderInviteConfirm(at('/guardians/invite'), {
      guardian: long,
      values: { ...values, level: 'complete' },
      nonce: 'ab'.repeat(16),
      ofAgeOn: '2037-02-27T18:30:00.000Z',
    }),
    'guardian-answer': renderInvitation(at('/guardians/feed/answer'), { guardianship: invited }),
    'guardian-remove': renderEndGuardianship(at('/guardians/cafe/end'), { guardianship, side: 'patient' }),
    'guardian-step-down': renderEndGuardianship(at('/guardians/deed/end'), {
      guardianship: ofChild,
      side: 'guardian',
    }),
    'home-guardian': renderPatientHome(at('/'), {
      patient: lakshmi,
      requests: [],
      latestResults: results,
      timeline,
      chain: { blocks: 248, logged: 248 },
      guardianships: { invitations: [{ ...ofChild, state: 'invited' }], patients: [ofChild] },
    }),
    'log-guardian': renderAccessLog(at('/access/log'), {
      patient: lakshmi,
      events: events.slice(0, 2).map((event, i) => ({
        ...event,
        actor: sneha,
        action: i === 0 ? ('accept-guardianship' as const) : ('view-record' as const),
        record: i === 0 ? null : { number: 7, label: 'PAT001-REC7', title: 'Lipid profile' },
        basis: 'guardian' as const,
      })),
      ...counts,
      next: null,
    }),
    ...someOf(inPlaceOf('complete', more), ['home', 'access', 'record', 'request', 'revoke', 'copy']),
    ...someOf(inPlaceOf('view', more), ['access']),
  };
}

// Each page is looked at by axe in twelve ways: those that the bar and the reminder change are enough.
function someOf(pages: Record<string, string>, names: readonly string[]): Record<string, string> {
  return Object.fromEntries(Object.entries(pages).filter(([name]) => names.some((one) => name.endsWith(`-${one}`))));
}

/** The pages that a guardian opens in PAT001's place. */
export function inPlaceOf(level: 'view' | 'complete', more: Partial<PageContext> = {}): Record<string, string> {
  const patient = { number: 'PAT001', name: 'Lakshmi Narayanan', level };
  const at = (path: string) => contextFor(sneha, `/for/PAT001${path}`, { inPlaceOf: patient, ...more });
  const [first] = timeline;
  const own = { patient: lakshmi, viewer: 'self' } as const;
  const looking = {
    home: renderPatientHome(at('/'), {
      patient: lakshmi,
      requests: [request],
      latestResults: results,
      timeline,
      chain: { blocks: 248, logged: 246 },
    }),
    access: renderAccess(at('/access'), {
      patient: lakshmi,
      waiting: [request],
      active: [grant],
      past: [],
      withheld: timeline.slice(0, 1),
      blocked: [{ id: 'b10c', who: request.requester, since: now }],
    }),
    record: renderRecord(at('/patients/PAT001/records/7'), {
      ...own,
      record,
      resources: laboratory(),
      trends: { '4548-4': hba1c },
      withheld: true,
      canVerify: true,
    }),
    log: renderAccessLog(at('/access/log'), { patient: lakshmi, events, ...counts, next: null }),
    disclosures: renderDisclosures(at('/access/disclosures'), {
      total: 812,
      values: { from: '2025-11-22', to: '2026-11-22' },
      errors: [],
    }),
    corrections: renderCorrections(at('/corrections'), { side: 'own', items: corrections }),
    error: renderErrorPage(at('/nothing'), { status: 404, requestId: 'r' }),
  };
  const deciding = {
    records: renderRecords(at('/patients/PAT001/records'), { ...own, ...records, next: null, canWrite: false }),
    trend: renderTrend(at('/patients/PAT001/trends/718-7'), {
      ...own,
      series: haemoglobinSeries,
    }),
    verify: renderVerify(at('/patients/PAT001/verify'), {
      ...own,
      blocks,
      total: 248,
      newest: null,
      next: null,
      log: { origin: 'log.example', size: 248, checkpointAt: now },
    }),
    request: renderAccessRequest(at('/access/requests/f00d'), { patient: lakshmi, request, recordTypes }),
    revoke: renderRevoke(at('/access/grants/beef/revoke'), { patient: lakshmi, grant }),
    share: renderShareConfirm(at('/access/share'), {
      grantee: request.requester,
      scope: request.scope,
      values: { doctor: 'DOC2', extent: 'all', types: [], from: '', to: '', purpose: 'CAREMGT', until: '2026-12-31' },
      nonce: 'ab'.repeat(16),
    }),
    block: renderBlock(at('/access/blocks/new'), {
      patient: lakshmi,
      number: 'DOC2',
      person: request.requester,
      permissions: 1,
    }),
    copy: renderCopy(at('/copy'), { copy: { state: 'ready', size: 4_200_000, askedAt: now, until: now } }),
    ...(first && {
      withhold: renderWithhold(at('/patients/PAT001/records/7/withhold'), {
        patient: lakshmi,
        record: { ...first, author: users.doctor },
        withheld: false,
        covered: [],
      }),
      correction: renderAskCorrection(at('/patients/PAT001/records/7/correction'), {
        patient: lakshmi,
        record: { ...first, author: users.doctor.name },
        due: now,
        waiting: false,
        values: { wrong: '', should: '' },
        errors: [],
        nonce: 'ab'.repeat(16),
      }),
    }),
  };
  const pages = level === 'view' ? looking : { ...looking, ...deciding };
  return Object.fromEntries(Object.entries(pages).map(([name, page]) => [`for-${level}-${name}`, page]));
}

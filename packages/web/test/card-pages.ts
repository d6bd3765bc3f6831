// The pages of the QR card and the emergency card, in every state that looks different.
import type { CardAnswers, CardItem } from '@patrec/fhir';
import {
  type IntroductionView,
  type PageContext,
  type QrCode,
  renderAccess,
  renderAccessLog,
  renderCard,
  renderDoctorHome,
  renderEmergencyCard,
  renderIntroduction,
  renderPrintedCard,
  renderScannedCard,
  renderUseCode,
  renderWorthlessCard,
} from '@patrec/web';
import { summary } from './histories.ts';
import { contextFor, grant, lakshmi, now, request, timeline, users } from './people.ts';

const until = '2026-11-22T13:37:39.123Z';
const later = '2026-11-22T14:21:00.000Z';
const opened: IntroductionView = { id: 'd00d', who: request.requester, until: later };
const unused: IntroductionView = { id: 'c0de', who: null, until };
const inPlaceOf = { number: 'PAT004', name: 'Kamala Devi', level: 'complete' } as const;
const answers: CardAnswers = {
  name: 'Lakshmi Narayanan',
  birthDate: '1980-07-14',
  sex: 'female',
  bloodGroup: 'B+',
  allergies: 'Penicillin (anaphylaxis), Sulfa (rash)',
  medication: 'Metformin 500 mg twice a day, Amlodipine 5 mg, Insulin glargine 14 units at night',
  conditions: 'Type 2 diabetes mellitus, Essential hypertension',
  contact: 'Narayanan Swaminathan (husband)',
  contactPhone: '+91 98765 43210',
  note: 'I wear lenses.\nI speak Tamil and a little Hindi.',
};
// A square of dots: what a code holds changes nothing of how it looks.
export const qr: QrCode = {
  size: 33,
  path: Array.from({ length: 33 * 33 }, (_, i) => i)
    .filter((i) => (i * 7 + ((i / 33) | 0) * 3) % 5 < 2)
    .map((i) => `M${i % 33} ${Math.floor(i / 33)}h1v1h-1z`)
    .join(''),
};
const shown = { qr, typed: 'k7mqd-x3wfa-9bdtr', address: 'https://records.sunrise-clinic.example/introduce' };

export function cardPages(more: Partial<PageContext>): Record<string, string> {
  const at = (path: string) => contextFor(users.patient, path, more);
  const guardian = (path: string) => contextFor(users.patient, path, { inPlaceOf, ...more });
  const desk = (path: string) => contextFor(users.doctor, path, more);
  const out = contextFor(null, '/e/code', more);
  const patient = { number: 'PAT001', name: lakshmi.name };
  const headings = timeline.map(({ type, effective, author }) => ({
    type,
    day: effective.slice(0, 10),
    author: author.name,
  }));
  const values = {
    extent: 'all',
    types: [],
    from: '',
    to: '',
    purpose: 'CAREMGT',
    until: '2026-12-22',
    note: '',
  } as const;
  const introduction = { patient: summary, until: later, headings, more: false, access: 'none', values } as const;
  return {
    card: renderCard(at('/card'), { patient, code: null, introductions: [] }),
    'card-code': renderCard(at('/card'), { patient, code: { until, shown }, introductions: [unused, opened] }),
    'card-unreadable': renderCard(at('/card'), { patient, code: { until, shown: null }, introductions: [unused] }),
    'card-guardian': renderCard(guardian('/for/PAT004/card'), {
      patient: inPlaceOf,
      code: { until, shown },
      introductions: [unused],
    }),
    'access-introductions': renderAccess(at('/access'), {
      patient: lakshmi,
      waiting: [],
      active: [grant],
      introductions: [unused, opened],
      past: [],
    }),
    'use-code': renderUseCode(desk('/introduce'), { code: '', scanned: false }),
    'use-code-scanned': renderUseCode(desk('/introduce/code'), { code: 'code', scanned: true }),
    'use-code-worthless': renderUseCode(desk('/introduce'), {
      code: 'k7mqd-x3wfa-9bdtr',
      scanned: false,
      errors: [{ field: 'code', code: 'worthless-code' }],
    }),
    'use-code-throttled': renderUseCode(desk('/introduce'), { code: '', scanned: false, throttled: true }),
    introduction: renderIntroduction(desk('/introductions/d00d'), { ...introduction, more: true }),
    'introduction-empty': renderIntroduction(desk('/introductions/d00d'), {
      ...introduction,
      headings: [],
      access: 'waiting',
    }),
    'introduction-active': renderIntroduction(desk('/introductions/d00d'), { ...introduction, access: 'active' }),
    'doctor-introduced': renderDoctorHome(desk('/'), {
      doctor: { name: users.doctor.name, speciality: 'Endocrinology' },
      patients: [],
      introduced: [{ id: 'd00d', patient: summary, until: later }],
      awaiting: [],
      answered: [],
      written: [],
      passwordAlone: false,
    }),
    'emergency-card': renderEmergencyCard(at('/card/emergency'), {
      since: null,
      values: { ...answers, bloodGroup: '', note: '' },
      chosen: [],
    }),
    'emergency-card-used': renderEmergencyCard(at('/card/emergency'), {
      since: now,
      values: answers,
      chosen: Object.keys(answers) as CardItem[],
    }),
    'emergency-card-wrong': renderEmergencyCard(at('/card/emergency'), {
      since: null,
      values: { ...answers, allergies: '', contactPhone: 'by post' },
      chosen: ['allergies', 'contactPhone'],
      errors: [
        { field: 'allergies', code: 'empty-on-card' },
        { field: 'contactPhone', code: 'not-a-card-phone', params: { example: '+91 98765 43210' } },
      ],
    }),
    'emergency-card-nothing': renderEmergencyCard(at('/card/emergency'), {
      since: now,
      values: answers,
      chosen: [],
      errors: [{ field: 'on', code: 'nothing-on-card' }],
    }),
    'emergency-card-guardian': renderEmergencyCard(guardian('/for/PAT004/card/emergency'), {
      since: now,
      values: answers,
      chosen: ['bloodGroup'],
    }),
    'emergency-card-print': renderPrintedCard(at('/card/emergency/print'), { answers, qr }),
    'emergency-card-print-unreadable': renderPrintedCard(at('/card/emergency/print'), { answers, qr: null }),
    'scanned-card': renderScannedCard(out, { answers, writtenAt: now }),
    'scanned-card-short': renderScannedCard(out, { answers: { bloodGroup: 'AB-' }, writtenAt: now }),
    'scanned-card-gone': renderWorthlessCard(out),
    'log-cards': renderAccessLog(at('/access/log'), {
      patient: lakshmi,
      total: 3,
      kinds: { views: 2, decisions: 1 },
      people: [{ login: 'ANYBODY', name: 'ANYBODY', count: 1 }],
      events: [
        {
          at: now,
          actor: { login: 'ANYBODY', name: 'ANYBODY', role: null },
          action: 'scan-card',
          record: null,
          basis: 'card',
          purpose: null,
          sealed: false,
        },
        {
          at: now,
          actor: { ...users.doctor },
          action: 'view-headings',
          record: null,
          basis: 'introduction',
          purpose: 'CAREMGT',
          sealed: true,
        },
        {
          at: now,
          actor: { ...users.patient },
          action: 'make-introduction',
          record: null,
          basis: 'own-record',
          purpose: 'PATRQT',
          sealed: true,
        },
      ],
      next: null,
    }),
  };
}

// Corrections, asked and answered, in every state that looks different.
import {
  type CorrectionView,
  type PageContext,
  renderAnswerCorrection,
  renderAskCorrection,
  renderCorrections,
  renderPatientHome,
} from '@patrec/web';
import { contextFor, lakshmi, timeline, users } from './people.ts';

const asked: CorrectionView = {
  id: 'c0de',
  patient: { number: 'PAT001', name: 'Lakshmi Narayanan' },
  record: { number: 7, label: 'PAT001-REC7' },
  author: 'Dr. Meera Iyer',
  wrong: 'The date of the operation.\nAnd its place: SriMadhvanarayanaHospitalAndResearchCentreThiruvananthapuram',
  should: 'It was on 4 May 2019.',
  state: 'asked',
  overdue: false,
  askedAt: '2026-11-01T05:12:00.000Z',
  due: '2026-12-01T05:12:00.000Z',
  answer: null,
};
const answer = { text: 'You are right; it is written again.', at: '2026-11-20T05:12:00.000Z', who: 'Dr. Meera Iyer' };
export const corrections: readonly CorrectionView[] = [
  asked,
  { ...asked, id: '2', overdue: true },
  { ...asked, id: '3', state: 'accepted', answer, amended: 2 },
  { ...asked, id: '4', state: 'refused', answer },
];

export function correctionPages(more: Partial<PageContext>): Record<string, string> {
  const at = (path: string) => contextFor(users.patient, path, more);
  const work = (path: string) => contextFor(users.doctor, path, more);
  const [first] = timeline;
  const question = first && {
    patient: lakshmi,
    record: { ...first, author: 'Dr. Meera Iyer' },
    due: asked.due,
    waiting: false,
    values: { wrong: '', should: '' },
    errors: [],
    nonce: 'ab'.repeat(16),
  };
  return {
    'home-correction': renderPatientHome(at('/'), {
      patient: lakshmi,
      requests: [],
      latestResults: [],
      timeline: [],
      chain: { blocks: 1, logged: 1 },
      corrections: { open: 2, overdue: 1 },
    }),
    corrections: renderCorrections(at('/corrections'), { side: 'own', items: corrections }),
    'corrections-empty': renderCorrections(at('/corrections'), { side: 'own', items: [] }),
    'corrections-asked': renderCorrections(work('/corrections'), { side: 'asked', items: corrections }),
    'corrections-all': renderCorrections(contextFor(users.administrator, '/corrections', more), {
      side: 'all',
      items: [],
    }),
    ...(question && {
      'correction-ask': renderAskCorrection(at('/patients/PAT001/records/7/correction'), question),
      'correction-ask-wrong': renderAskCorrection(at('/patients/PAT001/records/7/correction'), {
        ...question,
        values: { wrong: '', should: asked.should },
        errors: [{ field: 'wrong', code: 'required' }],
      }),
      'correction-waits': renderAskCorrection(at('/patients/PAT001/records/7/correction'), {
        ...question,
        waiting: true,
      }),
    }),
    'correction-answer': renderAnswerCorrection(work('/corrections/c0de'), {
      correction: { ...asked, overdue: true },
      canOpen: true,
      values: { decision: '', answer: '' },
      errors: [],
    }),
    'correction-answer-wrong': renderAnswerCorrection(work('/corrections/c0de'), {
      correction: asked,
      canOpen: false,
      values: { decision: '', answer: '' },
      errors: [
        { field: 'decision', code: 'choose-answer' },
        { field: 'answer', code: 'required' },
      ],
    }),
    'correction-answered': renderAnswerCorrection(work('/corrections/c0de'), {
      correction: { ...asked, state: 'accepted', answer },
      canOpen: true,
      values: { decision: '', answer: '' },
      errors: [],
    }),
  };
}

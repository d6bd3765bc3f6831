// A correction as pages and copies show it.

import type { CorrectionView } from '@patrec/web';
import type { ListedCorrection } from '../records/correction-store.ts';

/** The correction, overdue or not at `now`. */
export function correctionView(correction: ListedCorrection, now: string): CorrectionView {
  const { id, record, patientNumber, patientName, authorName, wrong, should, state, askedAt, dueAt } = correction;
  const { answer, answeredAt, answererName, amended } = correction;
  return {
    id,
    patient: { number: patientNumber, name: patientName },
    record: { number: record, label: `${patientNumber}-REC${record}` },
    author: authorName,
    wrong,
    should,
    state,
    overdue: state === 'asked' && dueAt <= now,
    askedAt,
    due: dueAt,
    answer: answeredAt === null ? null : { text: answer, at: answeredAt, who: answererName ?? '' },
    ...(amended !== null && { amended }),
  };
}

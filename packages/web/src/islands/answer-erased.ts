// What was erased, in the words of the answer of a verification.
import { formatDate } from '../i18n/dates.ts';
import type { Language } from '../view-types.ts';
import { paragraph } from './answer-box.ts';
import { type Panel, say, sayCount } from './verify-answer.ts';
import type { Verified } from './verify-protocol.ts';

/** A line for each erasure: of how many entries, when and under what law. */
export function erasedLines(panel: Panel, { erasures, erasedPart }: Verified): HTMLElement[] {
  const { lang, zone = 'UTC' } = panel.section.dataset;
  const lines = erasures.map(({ at, basis, reference, count }) => {
    const law = panel.messages[`erasure.basis.${basis}` as keyof Panel['messages']] ?? basis;
    const date = formatDate(lang as Language, zone, at);
    return paragraph(sayCount(panel, 'verify.erased', count, { date, basis: law, reference }));
  });
  return erasedPart ? [...lines, paragraph(say(panel, 'verify.erasedPart'))] : lines;
}

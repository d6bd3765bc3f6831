// The answer of a verification in words: what holds, or what does not, what that means and what to do.
import type { VerifyMessage } from '../components/ledger/verify-panel.tsx';
import { answerBox, factList, fill, fold, paragraph } from './answer-box.ts';
import { checkMessage } from './check-message.ts';
import type { Failed, Signer, Verified } from './verify-protocol.ts';
import { keyFacts, witnessWords } from './witness-words.ts';

export interface Panel {
  section: HTMLElement;
  messages: Readonly<Record<VerifyMessage, string>>;
}

/** Everything holds. */
export function answerVerified(panel: Panel, report: Verified): HTMLElement {
  const { section } = panel;
  const title =
    section.dataset.scope === 'record'
      ? say(panel, 'verify.verifiedRecord', { label: section.dataset.label ?? '' })
      : sayCount(panel, 'verify.verified', report.count);
  const box = answerBox('ok', `✓ ${title}`);
  box.append(paragraph(say(panel, report.waiting === 0 ? 'verify.logged' : 'verify.linked')));
  if (report.unread > 0) box.append(paragraph(sayCount(panel, 'verify.files', report.unread)));
  for (const line of saySigners(panel, report.signers)) box.append(paragraph(line));
  if (report.waiting > 0) box.append(paragraph(sayCount(panel, 'verify.waiting', report.waiting)));
  if (report.waiting < report.count) box.append(paragraph(witnessWords(panel.messages, report.witnessing)));
  box.append(details(panel, report));
  markBlocks(report.seqs, 'good');
  return box;
}

/** Something does not hold: it is named, and never hidden. */
export function answerFailed(panel: Panel, report: Failed): HTMLElement {
  const { section } = panel;
  const number = report.record;
  const entry = say(panel, 'verify.failedEntry', { seq: (report.seq ?? 0) + 1 });
  const patient = section.dataset.scope === 'record' ? section.dataset.label : `${section.dataset.label}-REC${number}`;
  const label = number === null ? entry : (patient ?? entry);
  const box = answerBox('critical', `✕ ${say(panel, 'verify.failed', { label })}`);
  box.append(paragraph(say(panel, checkMessage(report.check), { ref: report.ref ?? '' })));
  if (number !== null) box.append(recordLink(section, number, `${label} · ${entry}`));
  box.append(paragraph(say(panel, 'verify.failedMeans')), paragraph(say(panel, 'verify.failedDo')));
  const technical = paragraph(report.message);
  technical.className = 'hash';
  box.append(technical);
  if (report.seq !== null) markBlocks([report.seq], 'bad');
  return box;
}

/** The check could not be made, which says nothing about the record. */
export function answerUnreachable(panel: Panel): HTMLElement {
  const box = answerBox('high', say(panel, 'verify.offline'));
  box.append(paragraph(say(panel, 'verify.offlineDo')));
  return box;
}

/** Of one record its signer by name, of a chain how many entries are signed. */
function saySigners(panel: Panel, signers: readonly Signer[]): string[] {
  const { dataset } = panel.section;
  if (signers.length === 0) return [];
  if (dataset.scope !== 'record') return [sayCount(panel, 'signing.checked', signers.length)];
  const day = new Intl.DateTimeFormat(dataset.lang, { dateStyle: 'medium' });
  return signers.map(({ name, login, since }) =>
    say(panel, 'signing.checkedBy', { who: name, login, date: day.format(new Date(since)) }),
  );
}

function details(panel: Panel, report: Verified): HTMLElement {
  const list = factList([
    [say(panel, 'verify.detail.head'), report.head, 'hash'],
    [say(panel, 'verify.detail.root'), report.root, 'hash'],
    [say(panel, 'verify.detail.size'), String(report.size)],
    [say(panel, 'verify.detail.origin'), report.origin, 'hash'],
    ...keyFacts(panel.messages, report.witnessing),
  ]);
  const took = say(panel, 'verify.took', { count: report.count, seconds: report.seconds.toFixed(2) });
  return fold(say(panel, 'verify.details'), list, paragraph(say(panel, 'verify.serversWord')), paragraph(took));
}

function recordLink(section: HTMLElement, number: number, text: string): HTMLElement {
  const line = document.createElement('p');
  const link = document.createElement('a');
  link.href = (section.dataset.recordAddress ?? '').replace(/0$/, String(number));
  link.textContent = text;
  line.append(link);
  return line;
}

function markBlocks(seqs: readonly number[], mark: 'good' | 'bad'): void {
  for (const seq of seqs) document.querySelector(`.chain [data-seq="${seq}"]`)?.classList.add(mark);
}

export function say(
  { messages }: Panel,
  key: VerifyMessage,
  params: Readonly<Record<string, string | number>> = {},
): string {
  return fill(messages[key], params);
}

export function sayCount(
  panel: Panel,
  stem: 'verify.verified' | 'verify.waiting' | 'verify.files' | 'verify.erased' | 'signing.checked',
  count: number,
  params: Readonly<Record<string, string>> = {},
): string {
  const form = new Intl.PluralRules(panel.section.dataset.lang).select(count) === 'one' ? 'one' : 'other';
  return say(panel, `${stem}.${form}`, { ...params, count });
}

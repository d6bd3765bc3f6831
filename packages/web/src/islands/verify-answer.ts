// The answer of a verification in words: what holds, or what does not, what that means and what to do.
import type { Check } from '@patrec/ledger';
import type { VerifyMessage } from '../components/verify-panel.tsx';
import type { Failed, Signer, Verified } from './verify-protocol.ts';

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
  box.append(paragraph(say(panel, messageOf(report.check), { ref: report.ref ?? '' })));
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

function messageOf(check: Check): VerifyMessage {
  if (check === 'header' || check === 'canonical' || check === 'encoding') return 'verify.check.header';
  if (check === 'statement') return 'verify.check.statement';
  if (check === 'signature') return 'signing.checkFailed';
  if (check === 'commitment' || check === 'content') return 'verify.check.content';
  if (check === 'link' || check === 'sequence' || check === 'chain' || check === 'time') return 'verify.check.link';
  return 'verify.check.log';
}

function details(panel: Panel, report: Verified): HTMLElement {
  const fold = document.createElement('details');
  const summary = document.createElement('summary');
  summary.textContent = say(panel, 'verify.details');
  const list = document.createElement('dl');
  list.className = 'facts';
  list.append(
    fact(say(panel, 'verify.detail.head'), report.head, true),
    fact(say(panel, 'verify.detail.root'), report.root, true),
    fact(say(panel, 'verify.detail.size'), String(report.size), false),
    fact(say(panel, 'verify.detail.origin'), report.origin, true),
  );
  const took = say(panel, 'verify.took', { count: report.count, seconds: report.seconds.toFixed(2) });
  fold.append(summary, list, paragraph(took));
  return fold;
}

function fact(name: string, value: string, code: boolean): HTMLElement {
  const pair = document.createElement('div');
  const term = document.createElement('dt');
  const text = document.createElement('dd');
  term.textContent = name;
  text.textContent = value;
  if (code) text.className = 'hash';
  pair.append(term, text);
  return pair;
}

function recordLink(section: HTMLElement, number: number, text: string): HTMLElement {
  const line = document.createElement('p');
  const link = document.createElement('a');
  link.href = (section.dataset.recordAddress ?? '').replace(/0$/, String(number));
  link.textContent = text;
  line.append(link);
  return line;
}

function answerBox(tone: 'ok' | 'critical' | 'high', title: string): HTMLElement {
  const box = document.createElement('div');
  box.className = `answer-box ${tone}`;
  const head = paragraph(title);
  head.className = 'answer-title';
  box.append(head);
  return box;
}

function paragraph(text: string): HTMLParagraphElement {
  const line = document.createElement('p');
  line.textContent = text;
  return line;
}

function markBlocks(seqs: readonly number[], mark: 'good' | 'bad'): void {
  for (const seq of seqs) document.querySelector(`.chain [data-seq="${seq}"]`)?.classList.add(mark);
}

function say({ messages }: Panel, key: VerifyMessage, params: Readonly<Record<string, string | number>> = {}): string {
  return messages[key].replace(/\{(\w+)\}/g, (hole, name: string) => String(params[name] ?? hole));
}

function sayCount(
  panel: Panel,
  stem: 'verify.verified' | 'verify.waiting' | 'verify.files' | 'signing.checked',
  count: number,
): string {
  const form = new Intl.PluralRules(panel.section.dataset.lang).select(count) === 'one' ? 'one' : 'other';
  return say(panel, `${stem}.${form}`, { count });
}

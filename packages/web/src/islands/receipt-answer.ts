// The answer of a receipt's check in words: who wrote what and when, who vouches for it; or what does not hold.
import type { ReceiptMessage } from '../components/ledger/receipt-check.tsx';
import { formatDateTime } from '../i18n/dates.ts';
import type { Language } from '../view-types.ts';
import { answerBox, type Fact, factList, fill, fold, paragraph } from './answer-box.ts';
import { checkMessage } from './check-message.ts';
import type { HeldContent, HeldReceipt, ReceiptReport, RefusedReceipt } from './receipt-report.ts';
import { keyFacts, witnessWords } from './witness-words.ts';

export interface ReceiptPlace {
  readonly lang: Language;
  readonly zone: string;
  readonly messages: Readonly<Record<ReceiptMessage, string>>;
}

/** The box that says it. */
export function answerReceipt(place: ReceiptPlace, report: ReceiptReport): HTMLElement {
  const { messages } = place;
  if (report.kind === 'held') return answerHeld(place, report);
  if (report.kind === 'refused') return answerRefused(place, report);
  if (report.kind === 'failed') return answerBox('high', messages['receipt.failed']);
  const box = answerBox('high', messages['receipt.distrusted']);
  box.append(technical(report.message));
  return box;
}

function answerHeld(place: ReceiptPlace, report: HeldReceipt): HTMLElement {
  const { messages } = place;
  const { enough } = report.witnessing;
  const box = enough
    ? answerBox('ok', `✓ ${messages['receipt.held']}`)
    : answerBox('high', messages['receipt.unwitnessed']);
  box.append(
    paragraph(fill(messages['receipt.heldText'], { log: report.log.origin })),
    paragraph(witnessWords(messages, report.witnessing)),
    factList(facts(place, report)),
    ...report.contents.map((content) => contentOf(messages, content)),
  );
  if (report.missing.length > 0)
    box.append(paragraph(fill(messages['receipt.missing'], { list: report.missing.join(', ') })));
  const { log } = report;
  const experts = factList([
    [messages['verify.hash'], report.hash, 'hash'],
    [messages['receipt.chain'], report.chain, 'hash'],
    [messages['receipt.entry'], String(report.seq + 1)],
    [messages['receipt.before'], beforeWords(messages, report)],
    [messages['receipt.account'], report.author, 'hash'],
    [messages['verify.leaf'], String(log.index)],
    [messages['verify.detail.size'], String(log.size)],
    [messages['verify.detail.root'], log.root, 'hash'],
    ...keyFacts(messages, report.witnessing),
  ]);
  box.append(fold(messages['verify.details'], experts, paragraph(messages['receipt.compare'])));
  return box;
}

function beforeWords(messages: ReceiptPlace['messages'], { before }: HeldReceipt): string {
  if (!before) return messages['receipt.noBefore'];
  const { headers, erased } = before;
  return erased === 0 ? String(headers) : fill(messages['receipt.beforeErased'], { count: headers + erased, erased });
}

// Who and of whom are the words of the record itself; the chain knows accounts.
function facts({ lang, zone, messages }: ReceiptPlace, report: HeldReceipt): Fact[] {
  const said = (member: 'subject' | 'by') =>
    report.contents.map((one) => one[member]).find((words) => words !== null) ?? messages['receipt.notSaid'];
  const when = (at: string) => formatDateTime(lang, zone, at);
  const kind = messages[`block.${report.type}` as ReceiptMessage] ?? messages['block.other'];
  return [
    [messages['receipt.what'], kind],
    [messages['receipt.who'], said('by')],
    [messages['receipt.whom'], said('subject')],
    [messages['receipt.when'], when(report.occurredAt)],
    [messages['receipt.recorded'], when(report.recordedAt)],
  ];
}

// What it says, and its exact bytes, which are what was sealed.
function contentOf(messages: ReceiptPlace['messages'], content: HeldContent): HTMLElement {
  const { ref, name, mediaType, length, text, elements } = content;
  const size = fill(messages['receipt.bytes'], { length });
  if (text === null) return paragraph(`${mediaType}, ${size}: ${ref}`);
  const exact = document.createElement('pre');
  exact.className = 'hash';
  exact.textContent = text;
  return fold(name ?? ref, factList(elements), technical(`${ref}, ${size}`), exact);
}

function answerRefused({ messages }: ReceiptPlace, { check, ref, message }: RefusedReceipt): HTMLElement {
  const box = answerBox('critical', `✕ ${messages['receipt.refused']}`);
  box.append(
    paragraph(fill(messages[refusalOf(check)], { ref: ref ?? '' })),
    paragraph(messages['receipt.refusedDo']),
    technical(`${check}: ${message}`),
  );
  return box;
}

function refusalOf(check: RefusedReceipt['check']): ReceiptMessage {
  if (check === 'receipt' || check === 'encoding') return 'receipt.check.file';
  if (check === 'policy') return 'receipt.check.log';
  if (check === 'signature') return 'receipt.check.signature';
  return checkMessage(check);
}

function technical(text: string): HTMLElement {
  const line = paragraph(text);
  line.className = 'hash';
  return line;
}

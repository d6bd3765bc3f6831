// A patient's summary on paper: the sections of its page, those that could not be read too; when and by whom it was made, and
// the newest entry that it was made of.
import { observationName, recordSummary, recordTitle } from '../components/records/record-words.ts';
import {
  type Listed,
  type SummaryLine,
  type SummaryList,
  saidText,
  whenText,
} from '../components/records/summary-lines.tsx';
import type { MessageKey } from '../i18n/translate.ts';
import type { Page } from '../layout/page.tsx';
import {
  type Section,
  type SummaryPrinting,
  type SummarySections,
  summaryFacts,
  summaryLists,
} from '../pages/records/summary.tsx';
import type { PatientBanner, ResultView, TimelineItem } from '../view-types.ts';
import {
  type DocumentCell,
  type DocumentContext,
  type DocumentPart,
  openDocument,
  type PaperDocument,
  patientDocument,
} from './document.ts';

type Parts = Generator<DocumentPart>;

export interface SummaryPrint extends SummaryPrinting {
  patient: Pick<PatientBanner, 'name' | 'number' | 'birthDate' | 'sex'>;
  sections: SummarySections;
}

/** The summary as a document. */
export function summaryPrint(context: DocumentContext, print: SummaryPrint): PaperDocument {
  const page = openDocument(context);
  return patientDocument(page, print.patient, { title: page.t('summary.title'), parts: partsOf(page, print) });
}

function* partsOf(page: Page, print: SummaryPrint): Parts {
  const { t } = page;
  const { sections, by, partial } = print;
  yield { kind: 'title', text: t('summary.title') };
  yield { kind: 'facts', rows: summaryFacts(page, print) };
  if (partial) yield { kind: 'text', text: t('summary.partial', { who: by.name }) };
  for (const { key, title } of summaryLists)
    yield* section(page, title, sections[key], (content) => listParts(page, key, content));
  yield* section(page, 'summary.attention', sections.attention, (values) =>
    valueParts(page, values, 'summary.noAttention'),
  );
  yield* section(page, 'emergency.vitalSigns', sections.vitalSigns, (values) =>
    valueParts(page, values, 'record.none'),
  );
  yield* section(page, 'summary.recent', sections.recent, (items) => recordParts(page, items));
  yield checkPart(page, print);
}

function* section<Content>(
  { t }: Page,
  title: MessageKey,
  read: Section<Content>,
  parts: (content: Content) => Parts,
): Parts {
  yield { kind: 'subheading', text: t(title) };
  if (read.failed) yield { kind: 'warning', text: t('summary.failed') };
  else yield* parts(read.content);
}

function* listParts(page: Page, kind: SummaryList, { listed, none }: Listed): Parts {
  const { t } = page;
  const [confirmed] = none;
  if (listed.length === 0 && confirmed === undefined) yield { kind: 'text', text: t('record.none') };
  if (listed.length === 0 && confirmed !== undefined)
    yield* linePart(page, kind, confirmed, t('summary.confirmedNone'));
  for (const line of listed) yield* linePart(page, kind, line, lineText(page, kind, line));
}

function* linePart(page: Page, kind: SummaryList, line: SummaryLine, text: string): Parts {
  yield { kind: 'text', text };
  yield { kind: 'small', text: saidText(page, kind, line) };
}

function lineText(page: Page, kind: SummaryList, line: SummaryLine): string {
  const title = [line.title, line.code].filter(Boolean).join(' ');
  return [title, whenText(page, kind, line), line.detail].filter(Boolean).join(' · ');
}

function* valueParts(page: Page, values: readonly ResultView[], none: MessageKey): Parts {
  const { t } = page;
  if (values.length === 0) return yield { kind: 'text', text: t(none) };
  const columns = [
    { title: t('record.test'), share: 34 },
    { title: t('record.result'), share: 30 },
    { title: t('record.reference'), share: 20 },
    { title: t('trend.date'), share: 16 },
  ];
  yield { kind: 'table', columns, rows: values.map((value) => valueRow(page, value)) };
}

function valueRow(page: Page, { code, label, value, unit, flag, reference, effective }: ResultView): DocumentCell[] {
  const text = `${value} ${unit}`.trim();
  const result = flag === null || flag === 'N' ? text : { text, mark: page.t(`flag.${flag}`) };
  return [observationName(page, code, label), result, reference || '—', page.date(effective)];
}

function* recordParts(page: Page, items: readonly TimelineItem[]): Parts {
  const { t } = page;
  if (items.length === 0) return yield { kind: 'text', text: t('record.none') };
  const rows = items.map((item): [string, string] => [
    `${page.date(item.effective)}, ${item.label}`,
    [...new Set([recordTitle(page, item), recordSummary(page, item), item.author.name, inErrorText(page, item)])]
      .filter(Boolean)
      .join(' · '),
  ]);
  yield { kind: 'facts', rows };
}

function inErrorText({ t }: Page, { inError }: TimelineItem): string {
  return inError === true ? t('version.inError') : '';
}

function checkPart({ t }: Page, { check }: SummaryPrint): DocumentPart {
  if (check === null) return { kind: 'small', text: t('summary.noCheck') };
  const lines = [
    t('summary.checkText', { record: check.label }),
    t('paper.checkText'),
    check.address,
    `${t('verify.hash')}: ${check.hash}`,
  ];
  return { kind: 'code', title: t('paper.check'), qr: check.qr, lines };
}

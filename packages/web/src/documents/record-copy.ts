// The readable copy of a whole record, and the words that go with the file it is in.
import { describeResource, type JsonObject } from '@patrec/fhir';
import type { CorrectionView } from '../components/records/correction-list.tsx';
import { recordTitle, timeName } from '../components/records/record-words.ts';
import type { Page } from '../layout/page.tsx';
import type { PatientRef, RecordChoice } from '../view-types.ts';
import {
  type DocumentContext,
  type DocumentPart,
  openDocument,
  type PaperDocument,
  patientDocument,
} from './document.ts';
import { contentParts, describedParts } from './record-content.ts';

/** A record with all of its resources, as `parseJson` gives them; those not in force are earlier versions. */
export interface CopiedRecord extends RecordChoice {
  author: string;
  recordedAt: string;
  withheld: boolean;
  resources: readonly { resource: JsonObject; inForce: boolean }[];
}

export interface RecordCopy {
  patient: PatientRef;
  /** What the registration says now. */
  registration: readonly JsonObject[];
  corrections: readonly CorrectionView[];
  records: AsyncIterable<CopiedRecord>;
}

/** The copy as a document; it reads the records while it is laid out. */
export function recordCopy(context: DocumentContext, copy: RecordCopy): PaperDocument {
  const page = openDocument(context);
  return patientDocument(page, copy.patient, { title: page.t('copy.title'), parts: partsOf(page, copy) });
}

/** What stands in the file's README; `url` is where the record is kept. */
export function copyReadme(context: DocumentContext, patient: PatientRef, url: string): string {
  const page = openDocument(context);
  return page.t('copy.readme', { patient: nameOf(patient), date: page.dateTime(page.now), url });
}

/** What stands in the copy in the place of a file that is gone, or is not what was recorded. */
export function damagedFileText(context: DocumentContext, state: 'missing' | 'altered'): string {
  const { t } = openDocument(context);
  return `${t(`file.state.${state}`)}\n\n${t(`file.state.${state}Text`)}\n`;
}

async function* partsOf(
  page: Page,
  { patient, registration, corrections, records }: RecordCopy,
): AsyncGenerator<DocumentPart> {
  const { t } = page;
  yield { kind: 'title', text: t('copy.of', { patient: nameOf(patient) }) };
  yield { kind: 'text', text: t('copy.madeOn', { date: page.dateTime(page.now) }) };
  yield { kind: 'heading', text: t('copy.registration') };
  for (const resource of registration) yield* describedParts(page, describeResource(resource));
  let any = false;
  for await (const record of records) {
    any = true;
    yield* recordParts(page, record);
  }
  if (!any) yield { kind: 'text', text: t('copy.noRecords') };
  if (corrections.length > 0) yield { kind: 'heading', text: t('copy.corrections') };
  for (const correction of corrections) yield { kind: 'facts', rows: correctionFacts(page, correction) };
}

function* recordParts(page: Page, record: CopiedRecord): Generator<DocumentPart> {
  const { t, date, dateTime } = page;
  const when = record.type === 'document' ? date(record.effective) : dateTime(record.effective);
  yield { kind: 'heading', text: `${record.label} · ${recordTitle(page, record)}` };
  const facts: [string, string][] = [
    [timeName(page, record.type), when],
    [t('record.author'), record.author],
    [t('record.saved'), dateTime(record.recordedAt)],
  ];
  yield { kind: 'facts', rows: record.withheld ? [...facts, ['', t('record.withheld')]] : facts };
  yield* contentParts(
    page,
    record.resources.filter(({ inForce }) => inForce).map(({ resource }) => resource),
  );
  const earlier = record.resources.filter(({ inForce }) => !inForce).map(({ resource }) => resource);
  if (earlier.length === 0) return;
  yield { kind: 'small', text: t('copy.earlier') };
  yield* contentParts(page, earlier);
}

function correctionFacts({ t, date }: Page, { record, wrong, should, state, askedAt, answer }: CorrectionView) {
  const facts: [string, string][] = [
    [t('record.number'), `${record.label} · ${t('correction.askedOn', { date: date(askedAt) })}`],
    [t('correction.label.wrong'), wrong],
    [t('correction.label.should'), should],
    [t('correction.answer'), t(`correction.state.${state}`)],
  ];
  return answer === null ? facts : [...facts, ['', `${answer.text} (${answer.who}, ${date(answer.at)})`] as const];
}

function nameOf({ name, number }: PatientRef): string {
  return `${name} (${number})`;
}

// One record on paper: whose it is, who wrote it, which version, all that it says, and how the paper is checked.
import { attachedFiles, type JsonObject } from '@patrec/fhir';
import type { PaperCheck } from '../components/qr-picture.tsx';
import { recordTitle, timeName } from '../components/records/record-words.ts';
import type { Page } from '../layout/page.tsx';
import type { RecordHead } from '../pages/records/record.tsx';
import type { PatientBanner, Person } from '../view-types.ts';
import {
  type DocumentContext,
  type DocumentPart,
  openDocument,
  type PaperDocument,
  patientDocument,
} from './document.ts';
import { type Prescriber, prescriptionParts } from './prescription.ts';
import { contentParts } from './record-content.ts';

/** Whether the version on the paper is the one in force. */
export type Standing = 'active' | 'superseded' | 'entered-in-error';

export interface RecordPrint {
  patient: Pick<PatientBanner, 'name' | 'number' | 'birthDate' | 'sex'>;
  record: RecordHead;
  version: { number: number; standing: Standing };
  resources: readonly JsonObject[];
  printedBy: Person;
  /** Where anybody checks the paper's fingerprint, and the code that leads there. */
  check: PaperCheck;
  /** Only of a prescription. */
  prescription?: { prescriber: Prescriber; age: number | null; address: string | null };
}

/** The record as a document. */
export function recordPrint(context: DocumentContext, print: RecordPrint): PaperDocument {
  const page = openDocument(context);
  const title = recordTitle(page, print.record);
  const foot = `SHA-256 ${print.record.block.hash}`;
  return patientDocument(page, print.patient, { title, foot, parts: partsOf(page, print) });
}

function* partsOf(page: Page, print: RecordPrint): Generator<DocumentPart> {
  const { t } = page;
  const { record, resources, version, prescription } = print;
  if (version.standing !== 'active') yield { kind: 'warning', text: t(`paper.${version.standing}`) };
  yield { kind: 'title', text: recordTitle(page, record) };
  if (prescription) yield* prescriptionParts(page, { ...print, ...prescription });
  else yield { kind: 'facts', rows: patientFacts(page, print) };
  yield { kind: 'facts', rows: recordFacts(page, print) };
  if (!prescription) yield* contentParts(page, resources);
  if (resources.some((one) => attachedFiles(one).length > 0)) yield { kind: 'small', text: t('paper.files') };
  yield checkPart(page, print);
}

function patientFacts({ t, date }: Page, { patient }: RecordPrint): [string, string][] {
  return [
    [t('banner.label'), `${patient.name} (${patient.number})`],
    [t('banner.born'), patient.birthDate === '' ? '–' : date(patient.birthDate)],
    [t('banner.sex'), t(`sex.${patient.sex}`)],
  ];
}

function recordFacts(page: Page, { record, version, printedBy }: RecordPrint): [string, string][] {
  const { t, date, dateTime } = page;
  const { author } = record;
  return [
    [timeName(page, record.type), record.type === 'document' ? date(record.effective) : dateTime(record.effective)],
    [t('record.author'), `${author.name} (${author.login})`],
    [t('record.saved'), dateTime(record.recordedAt)],
    [t('record.number'), record.label],
    [t('paper.version'), t(`paper.version.${version.standing}`, { number: version.number })],
    [t('print.printed'), `${printedBy.name} (${printedBy.login}), ${dateTime(page.now)}`],
  ];
}

function checkPart({ t }: Page, { record, check }: RecordPrint): DocumentPart {
  const lines = [t('paper.checkText'), check.address, `${t('verify.hash')}: ${record.block.hash}`];
  return { kind: 'code', title: t('paper.check'), qr: check.qr, lines };
}

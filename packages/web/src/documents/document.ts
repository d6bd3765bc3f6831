// A document for paper: parts in order, in the reader's language, which the server lays out.
import type { QrCode } from '../components/qr-picture.tsx';
import { openPage, type Page } from '../layout/page.tsx';
import type { Language, PatientRef } from '../view-types.ts';

/** What stands in a cell; `mark` is a flag's word, with a border around it. */
export type DocumentCell = string | { text: string; mark?: string; bold?: true };

/** Columns with their share of the width; rows may come as they are read. */
export interface DocumentTable {
  kind: 'table';
  columns: readonly { title: string; share: number }[];
  rows: Iterable<readonly DocumentCell[]> | AsyncIterable<readonly DocumentCell[]>;
}

export type DocumentPart =
  | { kind: 'title' | 'heading' | 'subheading' | 'text' | 'small'; text: string }
  /** What nobody may miss: large, with a border. */
  | { kind: 'warning'; text: string }
  | { kind: 'facts'; rows: readonly (readonly [string, string])[] }
  /** A code to scan, and what stands beside it. */
  | { kind: 'code'; title: string; qr: QrCode; lines: readonly string[] }
  /** Empty boxes to sign and stamp in, with what goes into each. */
  | { kind: 'boxes'; labels: readonly string[] }
  | DocumentTable;

export interface PaperDocument {
  title: string;
  lang: Language;
  /** At the top of every page: whose it is. */
  head: string;
  /** Before the number of pages at the foot of a page. */
  pageOf: (page: number) => string;
  /** At the foot of every page, beside its number. */
  foot?: string;
  parts: Iterable<DocumentPart> | AsyncIterable<DocumentPart>;
}

/** In which language, where the days are counted, and the time of the document, ISO 8601 UTC. */
export interface DocumentContext {
  lang: Language;
  timeZone: string;
  now: string;
}

/** The words and dates of a document's language. */
export function openDocument(context: DocumentContext): Page {
  return openPage({ ...context, theme: 'light', path: '', csrf: '', demo: false, user: null });
}

/** A document of a patient, with name and number on every page. */
export function patientDocument(
  page: Page,
  patient: PatientRef,
  { title, ...rest }: Pick<PaperDocument, 'title' | 'parts' | 'foot'>,
): PaperDocument {
  return {
    title,
    lang: page.lang,
    head: `${patient.name} · ${patient.number} · ${title}`,
    pageOf: (number) => page.t('document.page', { page: number }),
    ...rest,
  };
}

// The posted form of a scanned document, parsed: from here on the type says that it is valid. The file is no part of it.
// Names: `title`, `date` (2026-11-22), `kind`, `note`. Others are ignored.
import { type DocumentKind, isDocumentKind } from './kinds.ts';

/** What is filed. `date` is the day that the document is of. */
export interface ScannedDocument {
  readonly title: string;
  readonly date: string;
  readonly kind: DocumentKind;
  readonly note?: string;
}

/** Days, `2026-11-22`, that the document's cannot be before or after. */
export interface DocumentContext {
  readonly birthDate: string;
  readonly today: string;
}

/** One thing that is wrong: the field's name, the code, and what the sentence needs. */
export interface DocumentError {
  readonly field: string;
  readonly code: 'required' | 'too-long' | 'not-text' | 'not-a-day' | 'in-future' | 'before-birth' | 'unknown-option';
  readonly params?: Readonly<Record<string, string>>;
}

export type DocumentResult =
  | { readonly ok: true; readonly document: ScannedDocument }
  | { readonly ok: false; readonly errors: readonly DocumentError[] };

type Form = Readonly<Record<string, string>>;

export const documentLengths = { title: 120, note: 2000 } as const;

/** The document that a posted form says, or everything that is wrong with it, in the order of the form. */
export function parseDocumentForm(form: Form, context: DocumentContext): DocumentResult {
  const { title = '', date = '', kind = '', note = '' } = form;
  const [plainTitle, plainNote] = [title.trim(), note.replaceAll('\r\n', '\n').trim()];
  const errors = [
    plainTitle === '' ? error('title', 'required') : textError('title', plainTitle),
    dayError(date.trim(), context),
    kind === '' ? error('kind', 'required') : isDocumentKind(kind) ? undefined : error('kind', 'unknown-option'),
    textError('note', plainNote),
  ].filter((one) => one !== undefined);
  if (errors.length > 0 || !isDocumentKind(kind)) return { ok: false, errors };
  return { ok: true, document: { title: plainTitle, date: date.trim(), kind, ...(plainNote && { note: plainNote }) } };
}

function error(field: string, code: DocumentError['code'], params?: Record<string, string>): DocumentError {
  return { field, code, ...(params && { params }) };
}

function textError(field: keyof typeof documentLengths, text: string): DocumentError | undefined {
  const max = documentLengths[field];
  if (Array.from(text).length > max) return error(field, 'too-long', { max: String(max) });
  return isPlain(text, field === 'note') ? undefined : error(field, 'not-text');
}

// No controls, and no marks that turn the direction of a line: what one reads is what is there.
function isPlain(text: string, lines: boolean): boolean {
  const allowed = lines ? text.replace(/[\t\n]/g, ' ') : text;
  return text.isWellFormed() && !/[\p{Cc}\u202a-\u202e\u2066-\u2069\u2028\u2029]/u.test(allowed);
}

function dayError(day: string, { birthDate, today }: DocumentContext): DocumentError | undefined {
  if (day === '') return error('date', 'required');
  const instant = /^\d{4}-\d{2}-\d{2}$/.test(day) ? Date.parse(`${day}T00:00:00Z`) : Number.NaN;
  if (Number.isNaN(instant) || new Date(instant).toISOString().slice(0, 10) !== day) return error('date', 'not-a-day');
  if (day > today) return error('date', 'in-future');
  return day.slice(0, birthDate.length) < birthDate ? error('date', 'before-birth') : undefined;
}

// What a record holds that is in no document, in the order in which it is read: remarks, measurements by group, then kind
// by kind.
import { type Description, sectionOf } from '@patrec/fhir';
import { isMessageKey, type MessageKey } from '../../i18n/translate.ts';
import type { Page } from '../../layout/page.tsx';

export interface SortedContent {
  remarks: readonly string[];
  /** By the id of a section, or `other`. */
  groups: readonly (readonly [string, Description[]])[];
  kinds: readonly (readonly [string, Description[]])[];
}

/** Kinds in the order in which a clinician wants them; kinds that are not named come last. */
const order = [
  'encounter',
  'allergy-intolerance',
  'condition',
  'medication-request',
  'immunization',
  'procedure',
  'diagnostic-report',
  'imaging-study',
  'care-plan',
  'goal',
];
const bookkeeping = new Set([
  'claim',
  'explanation-of-benefit',
  'patient',
  'practitioner',
  'organization',
  'provenance',
]);

/** True for kinds that are there, but not of care. */
export function isBookkeeping(kind: string): boolean {
  return bookkeeping.has(kind);
}

/** Sorts what is described. */
export function sortContent(described: readonly Description[]): SortedContent {
  const measures = described.filter(({ kind }) => kind === 'observation');
  const others = described.filter((one) => shows(one, measures.length));
  const kinds = [...Map.groupBy(others, ({ kind }) => kind)].sort(([a], [b]) => place(a) - place(b));
  return { remarks: described.flatMap(remarksOf), groups: [...Map.groupBy(measures, groupOf)], kinds };
}

/** What a kind is called. */
export function kindName({ t }: Page, kind: string): string {
  const key = `kind.${kind}`;
  return t(isMessageKey(key) ? key : ('kind.other' satisfies MessageKey));
}

/** A report whose values are shown as a table adds nothing but its conclusion, which stands at the top. */
function shows({ kind }: Description, measures: number): boolean {
  return kind !== 'observation' && (kind !== 'diagnostic-report' || measures === 0);
}

function place(kind: string): number {
  const index = order.indexOf(kind);
  return index === -1 ? order.length + (isBookkeeping(kind) ? 1 : 0) : index;
}

function remarksOf({ kind, rows }: Description): string[] {
  if (kind !== 'diagnostic-report') return [];
  return rows.filter(({ label }) => 'key' in label && label.key === 'conclusion').map(({ value }) => value);
}

function groupOf({ rows }: Description): string {
  const field = rows.find((row) => row.field !== undefined)?.field;
  return (field === undefined ? undefined : sectionOf('laboratory', field)?.id) ?? 'other';
}

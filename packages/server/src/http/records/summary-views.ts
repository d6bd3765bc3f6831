// Entries of a summary, as the page takes them.

import { describeResource, displayOf, type JsonObject, objectAt, objectsAt, type Row, textAt } from '@patrec/fhir';
import type { SummaryLine } from '@patrec/web';
import type { SummaryEntry } from '../../records/summary.ts';

/** A line of a section: what it is, since or on when, and who says so. */
export function summaryLine({ resource, record, by, at }: SummaryEntry): SummaryLine {
  const { title, code, when, rows } = describeResource(resource);
  return {
    title,
    detail: detailOf(resource, rows),
    code: code?.system.includes('icd-10') ? code.code : null,
    when: when ?? null,
    saidOn: saidOn(resource) ?? at,
    by: textAt(objectAt(resource, 'recorder'), 'display') ?? textAt(objectAt(resource, 'requester'), 'display') ?? by,
    record,
  };
}

function saidOn(resource: JsonObject): string | undefined {
  const dates = ['recordedDate', 'authoredOn', 'dateAsserted', 'recorded', 'occurrenceDateTime'];
  return dates.map((name) => textAt(resource, name)).find((date) => date !== undefined);
}

// What has to stand beside the name: the reaction, how it is taken, which dose.
function detailOf(resource: JsonObject, rows: readonly Row[]): string {
  const reactions = objectsAt(resource, 'reaction').flatMap((one) => objectsAt(one, 'manifestation').map(displayOf));
  const said = rows.flatMap(({ label, value }) => ('key' in label && shown.has(label.key) ? [value] : []));
  return [...reactions, ...said].filter(Boolean).join(' · ');
}

const shown = new Set<string>(['dosage', 'instructions', 'dose']);

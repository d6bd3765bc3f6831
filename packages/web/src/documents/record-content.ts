// What a record says, on paper: the same descriptions, sections and order as on its page.
import { type Description, describeResource, type JsonObject, type Row } from '@patrec/fhir';
import { kindName, sortContent } from '../components/records/content-order.ts';
import { inDocument, isMeasured, sectionParts, sectionsOf } from '../components/records/document-content.tsx';
import { rangeOf, rowsOf, valueText } from '../components/records/observation-table.tsx';
import { observationName, sectionName, storedBandName, storedSectionName } from '../components/records/record-words.ts';
import { diagnosisCode, repeats, rowLabel, rowText, statusText } from '../components/records/resource-list.tsx';
import type { Page } from '../layout/page.tsx';
import type { DocumentCell, DocumentPart } from './document.ts';

type Parts = Generator<DocumentPart>;

/** All of a record's resources: a document by its sections, then what is in none. */
export function* contentParts(page: Page, resources: readonly JsonObject[]): Parts {
  for (const section of sectionsOf(resources)) {
    const { measured, others, empty } = sectionParts(section, resources);
    if (empty) continue;
    yield { kind: 'subheading', text: storedSectionName(page, section.title) };
    if (section.text !== '') yield { kind: 'text', text: section.text };
    for (const one of others) yield* describedParts(page, one);
    yield* observationParts(page, measured);
  }
  const told = inDocument(resources);
  yield* otherParts(page, resources.filter((one) => !told.has(one)).map(describeResource));
}

function* otherParts(page: Page, described: readonly Description[]): Parts {
  const { remarks, groups, kinds } = sortContent(described);
  if (remarks.length > 0) yield { kind: 'subheading', text: page.t('record.comment') };
  for (const text of remarks) yield { kind: 'text', text };
  for (const [id, items] of groups) {
    yield { kind: 'subheading', text: sectionName(page, id, page.t('kind.observation')) };
    yield tableOf(page, items);
  }
  for (const [kind, items] of kinds) {
    yield { kind: 'subheading', text: kindName(page, kind) };
    for (const one of items) yield* describedParts(page, one);
  }
}

// Words, dates and plain answers are no table.
function* observationParts(page: Page, described: readonly Description[]): Parts {
  const rows = described.flatMap((one) => one.rows);
  if (rows.length === 0) return;
  if (isMeasured(rows)) yield tableOf(page, described);
  else yield { kind: 'facts', rows: rows.map((row) => [nameOf(page, row), valueText(page, row)] as const) };
}

function tableOf(page: Page, described: readonly Description[]): DocumentPart {
  const { t } = page;
  const columns = [
    { title: t('record.test'), share: 36 },
    { title: t('record.result'), share: 40 },
    { title: t('record.reference'), share: 24 },
  ];
  return { kind: 'table', columns, rows: described.flatMap((one) => findingRows(page, one)) };
}

function findingRows(page: Page, described: Description): DocumentCell[][] {
  return rowsOf(described).map((row, i) => [
    nameOf(page, row),
    resultCell(page, row, i === 0 ? described.notes : []),
    rangeOf(row) || '—',
  ]);
}

function resultCell(page: Page, row: Row, notes: readonly string[]): DocumentCell {
  const band = row.band === undefined ? [] : [storedBandName(page, row.field, row.band)];
  const value = [valueText(page, row), row.unit].filter(Boolean).join(' ');
  const text = [[value, ...band].join(', '), ...notes].join('\n');
  return row.flag === undefined || row.flag === 'N' ? text : { text, mark: page.t(`flag.${row.flag}`) };
}

function nameOf(page: Page, { code, label }: Row): string {
  return observationName(page, code, 'text' in label ? label.text : '');
}

/** A resource that is no measurement: its title, then what else it says. */
export function* describedParts(page: Page, described: Description): Parts {
  const { title, status, when, rows, notes } = described;
  const head = [title, diagnosisCode(described), status && statusText(page, status), when && page.date(when)];
  yield { kind: 'text', text: head.filter(Boolean).join(' · ') };
  const said = rows.filter((row) => !repeats(row, status));
  yield { kind: 'facts', rows: said.map((row) => [rowLabel(page, row), rowText(page, row)] as const) };
  for (const note of notes) yield { kind: 'small', text: note };
}

// Measurements as a clinician reads them: name, value with flag, reference range, the line of earlier values.
import type { Description, Row } from '@patrec/fhir';
import type { ComponentChildren } from 'preact';
import { Sparkline } from '../../charts/sparkline.tsx';
import { type Page, usePage } from '../../layout/page.tsx';
import { paths } from '../../paths.ts';
import type { Trends } from '../../view-types.ts';
import { FlagBadge } from './flag-badge.tsx';
import { rangeText } from './range-text.ts';
import { answerName, observationName, storedBandName } from './record-words.ts';

interface ObservationTableProps {
  observations: readonly Description[];
  trends: Trends;
  patient: string;
}

/** The frame of results: its heads stand above the rows, or beside them under 640 px. */
export function ResultsTable({ children }: { children: ComponentChildren }) {
  const { t } = usePage();
  return (
    <table class="table results-table">
      <thead>
        <tr>
          <th scope="col">{t('record.test')}</th>
          <th scope="col">{t('record.result')}</th>
          <th scope="col">{t('record.reference')}</th>
          <th scope="col">{t('record.trend')}</th>
        </tr>
      </thead>
      <tbody>{children}</tbody>
    </table>
  );
}

/** One row for each finding; under 640 px each becomes a card of its own. */
export function ObservationTable({ observations, trends, patient }: ObservationTableProps) {
  return (
    <ResultsTable>
      {observations.flatMap((observation, index) =>
        rowsOf(observation).map((row, part) => (
          <Finding
            key={`${index} ${part}`}
            row={row}
            notes={part === 0 ? observation.notes : []}
            trends={trends}
            patient={patient}
          />
        )),
      )}
    </ResultsTable>
  );
}

/** A panel without values of its own still says that it was done. */
export function rowsOf(observation: Description): readonly Row[] {
  if (observation.rows.length > 0) return observation.rows;
  return [{ label: { text: observation.title }, value: '—' }];
}

interface FindingProps {
  row: Row;
  notes: readonly string[];
  trends: Trends;
  patient: string;
}

function Finding({ row, notes, trends, patient }: FindingProps) {
  const page = usePage();
  const { t } = page;
  const name = observationName(page, row.code, 'text' in row.label ? row.label.text : '');
  const points = row.code === undefined ? [] : (trends[row.code] ?? []);
  const range = rangeOf(row);
  return (
    <tr class={row.flag === undefined || row.flag === 'N' ? undefined : 'flagged'}>
      <th scope="row">{name}</th>
      <td data-label={t('record.result')}>
        <span class="value">
          <bdi>{valueText(page, row)}</bdi> {row.unit !== undefined && <span class="unit">{row.unit}</span>}
        </span>{' '}
        <FlagBadge flag={row.flag ?? null} />
        {row.band !== undefined && <span class="band">{storedBandName(page, row.field, row.band)}</span>}
        {notes.map((note) => (
          <span key={note} class="note">
            {note}
          </span>
        ))}
      </td>
      <td class={range === '' ? 'none' : undefined} data-label={t('record.reference')}>
        {range === '' ? '—' : range}
      </td>
      <td class={points.length > 1 ? undefined : 'none'} data-label={t('record.trend')}>
        {row.code !== undefined && points.length > 1 ? (
          <a class="spark-link" href={paths.trend(patient, row.code)} aria-label={t('record.openTrend', { name })}>
            <Sparkline points={points} low={limit(row.reference?.low)} high={limit(row.reference?.high)} />
          </a>
        ) : (
          '—'
        )}
      </td>
    </tr>
  );
}

function limit(text: string | undefined): number | null {
  return text === undefined ? null : Number(text);
}

export function rangeOf({ reference, unit }: Row): string {
  if (reference === undefined) return '';
  const range = rangeText(reference);
  return range === '' ? reference.text : `${range} ${unit ?? ''}`.trim();
}

/** An answer of a choice in the reader's language, a date as people write it; every other value as it is stored. */
export function valueText(page: Page, row: Row): string {
  return row.date ? page.date(row.value) : answerName(page, row.field, row.value);
}

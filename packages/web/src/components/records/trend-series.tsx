// One measurement over time: its chart, its reference range in words, and its numbers as a table.
import { TrendChart } from '../../charts/trend-chart.tsx';
import { usePage } from '../../layout/page.tsx';
import { paths } from '../../paths.ts';
import type { TrendPoint } from '../../view-types.ts';
import { FlagBadge } from './flag-badge.tsx';
import { rangeText } from './range-text.ts';
import { observationName } from './record-words.ts';

export interface TrendSeries {
  field: { code: string; label: string; unit: string };
  /** Oldest first. */
  points: readonly (TrendPoint & { unit: string; recordNumber: number })[];
  /** Of the newest value; `given` by its laboratory, else ours for the person's sex and age. */
  reference: { low: string | null; high: string | null; given: boolean };
}

/** The chart. One line is of one unit: values in others than the newest are in the table alone, and it says so. */
export function SeriesChart({ series: { field, points, reference } }: { series: TrendSeries }) {
  const page = usePage();
  const drawn = points.filter(({ unit }) => unit === field.unit);
  return (
    <>
      <TrendChart
        title={observationName(page, field.code, field.label)}
        unit={field.unit}
        points={drawn}
        low={limit(reference.low)}
        high={limit(reference.high)}
      />
      {drawn.length < points.length && (
        <p class="muted">{page.count('trends.otherUnit', points.length - drawn.length)}</p>
      )}
    </>
  );
}

/** The reference range in words, and whose it is. */
export function useReferenceText({ field, reference }: TrendSeries): string {
  const { t } = usePage();
  const range = rangeText(reference);
  if (range === '') return t('trend.noReference');
  const text = `${t('result.reference', { range })} ${field.unit}`;
  return reference.given ? text : `${text} · ${t('trends.forPerson')}`;
}

/** All values, newest first. */
export function TrendValues({ patient, points }: { patient: string; points: TrendSeries['points'] }) {
  const { t, date } = usePage();
  return (
    <table class="table">
      <thead>
        <tr>
          <th scope="col">{t('trend.date')}</th>
          <th scope="col" class="number">
            {t('trend.value')}
          </th>
          <th scope="col">{t('trend.flag')}</th>
          <th scope="col">{t('trend.record')}</th>
        </tr>
      </thead>
      <tbody>
        {points.toReversed().map((point, index) => (
          <tr key={`${point.at} ${point.recordNumber} ${index}`}>
            <th scope="row">{date(point.at)}</th>
            <td class="number">
              <strong>{point.value}</strong> <span class="unit">{point.unit}</span>
            </td>
            <td>
              <FlagBadge flag={point.flag} />
            </td>
            <td>
              <a href={paths.record(patient, point.recordNumber)}>{`${patient}-REC${point.recordNumber}`}</a>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function limit(text: string | null): number | null {
  return text === null ? null : Number(text);
}

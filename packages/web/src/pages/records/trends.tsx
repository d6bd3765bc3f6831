// Several measurements over time on one page, and the choice of which.
import { Card, Empty, PageHead } from '../../components/card.tsx';
import { ChartTabs } from '../../components/records/chart-tabs.tsx';
import { observationName } from '../../components/records/record-words.ts';
import {
  SeriesChart,
  type TrendSeries,
  TrendValues,
  useReferenceText,
} from '../../components/records/trend-series.tsx';
import { usePage } from '../../layout/page.tsx';
import { ChartBanner } from '../../layout/patient-banner.tsx';
import { renderPage } from '../../layout/render-page.tsx';
import type { PageContext } from '../../page-context.ts';
import { paths } from '../../paths.ts';
import type { GrantView, PatientBanner } from '../../view-types.ts';

export interface TrendsPageProps {
  patient: PatientBanner;
  viewer: 'self' | 'doctor' | 'staff';
  series: readonly TrendSeries[];
  /** All that was measured, with how often, and how often outside its range. */
  measured: readonly { code: string; label: string; count: number; abnormal: number }[];
  /** More were chosen than a page holds. */
  tooMany: boolean;
  scope?: GrantView;
}

/** Trends. GET /patients/PAT001/trends?code=<loinc>&code=… */
export function renderTrends(context: PageContext, props: TrendsPageProps): string {
  const own = props.viewer === 'self';
  return renderPage(context, {
    title: (page) => (own ? page.t('trends.title') : `${page.t('trends.title')} · ${props.patient.name}`),
    banner: own ? undefined : <ChartBanner patient={props.patient} scope={props.scope} />,
    content: <Trends {...props} />,
    islands: ['chart'],
    width: 'wide',
  });
}

function Trends(props: TrendsPageProps) {
  const { t } = usePage();
  const { patient, series, measured, tooMany } = props;
  return (
    <>
      <PageHead title={t('trends.title')} lead={t('trends.lead')} />
      <ChartTabs patient={patient.number} open="trends" />
      {measured.length > 0 && <Choice {...props} />}
      {tooMany && <p class="state critical">{t('trends.tooMany')}</p>}
      {series.length === 0 && (
        <div class="card">
          <Empty>{t('trend.none')}</Empty>
        </div>
      )}
      <div class="columns trend-cards">
        {series.map((one) => (
          <Series key={one.field.code} series={one} patient={patient.number} />
        ))}
      </div>
    </>
  );
}

function Series({ series, patient }: { series: TrendSeries; patient: string }) {
  const page = usePage();
  const { t, count } = page;
  const { code, label } = series.field;
  const name = observationName(page, code, label);
  return (
    <Card title={name} more={{ href: paths.trend(patient, code), text: t('trends.large') }}>
      <p class="muted">{useReferenceText(series)}</p>
      <SeriesChart series={series} />
      <details class="fold trend-values">
        <summary>{count('trends.values', series.points.length)}</summary>
        <TrendValues patient={patient} points={series.points} />
      </details>
    </Card>
  );
}

function Choice({ patient, series, measured }: TrendsPageProps) {
  const page = usePage();
  const { t, count } = page;
  const shown = new Set(series.map(({ field }) => field.code));
  return (
    <details class="card fold" open={series.length === 0}>
      <summary>{t('trends.choose')}</summary>
      <form method="get" action={paths.trends(patient.number)}>
        <fieldset class="record-boxes trend-choice">
          <legend class="visually-hidden">{t('trends.choose')}</legend>
          {measured.map((one) => (
            <label key={one.code} class="choice">
              <input type="checkbox" name="code" value={one.code} checked={shown.has(one.code)} />
              <span>
                {observationName(page, one.code, one.label)}{' '}
                <span class="muted">
                  {count('trends.values', one.count)}
                  {one.abnormal > 0 && ` · ${count('record.abnormal', one.abnormal)}`}
                </span>
              </span>
            </label>
          ))}
        </fieldset>
        <button class="button" type="submit">
          {t('trends.show')}
        </button>
      </form>
    </details>
  );
}

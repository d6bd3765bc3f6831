// One measurement over the years: the chart, and the same numbers as a table for everybody.
import { Card, PageHead } from '../../components/card.tsx';
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

export interface TrendPageProps {
  patient: PatientBanner;
  viewer: 'self' | 'doctor' | 'staff';
  series: TrendSeries;
  scope?: GrantView;
}

/** The trend of one code. GET /patients/PAT001/trends/<loinc> */
export function renderTrend(context: PageContext, props: TrendPageProps): string {
  const { code, label } = props.series.field;
  return renderPage(context, {
    title: (page) => observationName(page, code, label),
    banner: props.viewer === 'self' ? undefined : <ChartBanner patient={props.patient} scope={props.scope} />,
    content: <Trend {...props} />,
    islands: ['chart'],
    width: 'wide',
  });
}

function Trend({ patient, series }: TrendPageProps) {
  const page = usePage();
  const { t } = page;
  const { code, label } = series.field;
  const back = { href: paths.trends(patient.number), text: t('trends.title') };
  return (
    <>
      <PageHead title={observationName(page, code, label)} back={back} lead={useReferenceText(series)} />
      <section class="card">
        <SeriesChart series={series} />
      </section>
      <Card title={t('trend.values')}>
        <TrendValues patient={patient.number} points={series.points} />
      </Card>
    </>
  );
}

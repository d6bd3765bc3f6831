// One measurement over the years: the chart, and the same numbers as a table for everybody.
import { TrendChart } from '../charts/trend-chart.tsx';
import { Card, Empty, PageHead } from '../components/card.tsx';
import { FlagBadge } from '../components/flag-badge.tsx';
import { rangeText } from '../components/range-text.ts';
import { observationName } from '../components/record-words.ts';
import { usePage } from '../layout/page.tsx';
import { ChartBanner } from '../layout/patient-banner.tsx';
import { renderPage } from '../layout/render-page.tsx';
import type { PageContext } from '../page-context.ts';
import { paths } from '../paths.ts';
import type { GrantView, PatientBanner, TrendPoint } from '../view-types.ts';

export interface TrendPageProps {
  patient: PatientBanner;
  viewer: 'self' | 'doctor' | 'staff';
  field: { code: string; label: string; unit: string };
  /** Oldest first. */
  points: readonly (TrendPoint & { recordNumber: number })[];
  reference: { low: string | null; high: string | null };
  scope?: GrantView;
}

/** The trend of one code. GET /patients/PAT001/trends/<loinc> */
export function renderTrend(context: PageContext, props: TrendPageProps): string {
  const { code, label } = props.field;
  return renderPage(context, {
    title: (page) => observationName(page, code, label),
    banner: props.viewer === 'self' ? undefined : <ChartBanner patient={props.patient} scope={props.scope} />,
    content: <Trend {...props} />,
    islands: ['chart'],
    width: 'wide',
  });
}

function Trend({ patient, field, points, reference }: TrendPageProps) {
  const page = usePage();
  const { t } = page;
  const name = observationName(page, field.code, field.label);
  const range = rangeText(reference);
  const back = { href: paths.records(patient.number), text: t('records.title') };
  return (
    <>
      <PageHead
        title={name}
        back={back}
        lead={range === '' ? t('trend.noReference') : `${t('result.reference', { range })} ${field.unit}`}
      />
      {points.length === 0 ? (
        <div class="card">
          <Empty>{t('trend.none')}</Empty>
        </div>
      ) : (
        <section class="card">
          <TrendChart
            title={name}
            unit={field.unit}
            points={points}
            low={limit(reference.low)}
            high={limit(reference.high)}
          />
        </section>
      )}
      {points.length > 0 && <Values patient={patient.number} unit={field.unit} points={points} />}
    </>
  );
}

function limit(text: string | null): number | null {
  return text === null ? null : Number(text);
}

function Values({ patient, unit, points }: { patient: string; unit: string; points: TrendPageProps['points'] }) {
  const { t, date } = usePage();
  return (
    <Card title={t('trend.values')}>
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
          {points.toReversed().map((point) => (
            <tr key={`${point.at} ${point.recordNumber}`}>
              <th scope="row">{date(point.at)}</th>
              <td class="number">
                <strong>{point.value}</strong> <span class="unit">{unit}</span>
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
    </Card>
  );
}

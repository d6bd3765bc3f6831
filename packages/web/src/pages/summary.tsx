// A patient in one page: what needs attention, what was said of problems, medicines, allergies and immunisations. A
// section that could not be read says so by itself.
import type { ComponentChildren } from 'preact';
import { Sparkline } from '../charts/sparkline.tsx';
import { Card, Empty, PageHead } from '../components/card.tsx';
import { ChartTabs } from '../components/chart-tabs.tsx';
import { FlagBadge } from '../components/flag-badge.tsx';
import { ResultsTable } from '../components/observation-table.tsx';
import { observationName } from '../components/record-words.ts';
import { ResultList } from '../components/result-list.tsx';
import { type Listed, SummaryLines } from '../components/summary-lines.tsx';
import { Timeline } from '../components/timeline.tsx';
import type { MessageKey } from '../i18n/translate.ts';
import { usePage } from '../layout/page.tsx';
import { ChartBanner } from '../layout/patient-banner.tsx';
import { renderPage } from '../layout/render-page.tsx';
import type { PageContext } from '../page-context.ts';
import { paths } from '../paths.ts';
import type { GrantView, PatientBanner, ResultView, TimelineItem, TrendPoint } from '../view-types.ts';

/** What a section holds, or that it could not be read. */
export type Section<Content> = { failed: false; content: Content } | { failed: true };

/** A value outside its range, and the values before it. */
export interface AttentionView extends ResultView {
  limits: { low: string | null; high: string | null };
  points: readonly TrendPoint[];
}

export interface SummaryProps {
  patient: PatientBanner;
  viewer: 'self' | 'doctor' | 'staff';
  attention: Section<readonly AttentionView[]>;
  problems: Section<Listed>;
  medicines: Section<Listed>;
  allergies: Section<Listed>;
  immunisations: Section<Listed>;
  vitalSigns: Section<readonly ResultView[]>;
  recent: Section<readonly TimelineItem[]>;
  scope?: GrantView;
}

/** The summary. GET /patients/PAT001/summary */
export function renderSummary(context: PageContext, props: SummaryProps): string {
  const own = props.viewer === 'self';
  return renderPage(context, {
    title: (page) => (own ? page.t('summary.title') : `${page.t('summary.title')} · ${props.patient.name}`),
    banner: own ? undefined : <ChartBanner patient={props.patient} scope={props.scope} />,
    content: <Summary {...props} />,
    width: 'wide',
  });
}

function Summary(props: SummaryProps) {
  const { t } = usePage();
  const { patient, viewer, attention, vitalSigns, recent } = props;
  const { number } = patient;
  return (
    <>
      <PageHead title={t('summary.title')} lead={t(viewer === 'self' ? 'summary.lead' : 'summary.leadOther')} />
      <ChartTabs patient={number} open="summary" />
      <div class="desk">
        <div>
          <Part id="attention" title="summary.attention" section={attention} number={number}>
            {(values) => <Attention values={values} patient={number} />}
          </Part>
          <Part id="vital-signs" title="emergency.vitalSigns" section={vitalSigns} number={number}>
            {(values) => (values.length === 0 ? <NoneRecorded /> : <ResultList results={values} patient={number} />)}
          </Part>
          <Part id="recent" title="summary.recent" section={recent} number={number}>
            {(items) => (items.length === 0 ? <NoneRecorded /> : <Timeline items={items} patient={number} />)}
          </Part>
        </div>
        <div>
          {lists.map(({ key, title }) => (
            <Part key={key} id={key} title={title} section={props[key]} number={number}>
              {(content) => <SummaryLines {...content} kind={key} patient={number} />}
            </Part>
          ))}
        </div>
      </div>
    </>
  );
}

const lists = [
  { key: 'allergies', title: 'kind.allergy-intolerance' },
  { key: 'problems', title: 'summary.problems' },
  { key: 'medicines', title: 'kind.medication-request' },
  { key: 'immunisations', title: 'kind.immunization' },
] as const;

interface PartProps<Content> {
  id: string;
  title: MessageKey;
  section: Section<Content>;
  number: string;
  children: (content: Content) => ComponentChildren;
}

function Part<Content>({ id, title, section, number, children }: PartProps<Content>) {
  const { t } = usePage();
  if (!section.failed) {
    return (
      <Card title={t(title)} id={id}>
        {children(section.content)}
      </Card>
    );
  }
  return (
    <Card title={t(title)} id={id} tone="danger">
      <p>
        <strong>{t('summary.failed')}</strong> <a href={`${paths.summary(number)}?#${id}`}>{t('summary.retry')}</a>
      </p>
    </Card>
  );
}

function NoneRecorded() {
  return <Empty>{usePage().t('record.none')}</Empty>;
}

function Attention({ values, patient }: { values: readonly AttentionView[]; patient: string }) {
  const page = usePage();
  const { t } = page;
  if (values.length === 0) return <Empty>{t('summary.noAttention')}</Empty>;
  return (
    <ResultsTable>
      {values.map((value) => (
        <AttentionRow key={value.code} value={value} patient={patient} />
      ))}
    </ResultsTable>
  );
}

function AttentionRow({ value, patient }: { value: AttentionView; patient: string }) {
  const page = usePage();
  const { t, date } = page;
  const name = observationName(page, value.code, value.label);
  const { low, high } = value.limits;
  return (
    <tr class="flagged">
      <th scope="row">
        {name} <span class="note">{date(value.effective)}</span>
      </th>
      <td data-label={t('record.result')}>
        <span class="value">
          <bdi>{value.value}</bdi> <span class="unit">{value.unit}</span>
        </span>{' '}
        <FlagBadge flag={value.flag} />
      </td>
      <td class={value.reference === '' ? 'none' : undefined} data-label={t('record.reference')}>
        {value.reference === '' ? '—' : value.reference}
      </td>
      <td class={value.points.length > 1 ? undefined : 'none'} data-label={t('record.trend')}>
        {value.points.length > 1 ? (
          <a class="spark-link" href={paths.trend(patient, value.code)} aria-label={t('record.openTrend', { name })}>
            <Sparkline
              points={value.points}
              low={low === null ? null : Number(low)}
              high={high === null ? null : Number(high)}
            />
          </a>
        ) : (
          '—'
        )}
      </td>
    </tr>
  );
}

// A patient in one page: what needs attention, what was said of problems, medicines, allergies and immunisations. A
// section that could not be read says so by itself.
import type { ComponentChildren } from 'preact';
import { Sparkline } from '../../charts/sparkline.tsx';
import { Card, Empty, PageHead } from '../../components/card.tsx';
import { CheckCode } from '../../components/ledger/check-code.tsx';
import type { PaperCheck } from '../../components/qr-picture.tsx';
import { ChartTabs } from '../../components/records/chart-tabs.tsx';
import { FlagBadge } from '../../components/records/flag-badge.tsx';
import { ResultsTable } from '../../components/records/observation-table.tsx';
import { observationName } from '../../components/records/record-words.ts';
import { ResultList } from '../../components/records/result-list.tsx';
import { type Listed, SummaryLines } from '../../components/records/summary-lines.tsx';
import { Timeline } from '../../components/records/timeline.tsx';
import type { MessageKey } from '../../i18n/translate.ts';
import { type Page, usePage } from '../../layout/page.tsx';
import { ChartBanner } from '../../layout/patient-banner.tsx';
import { renderPage } from '../../layout/render-page.tsx';
import type { PageContext } from '../../page-context.ts';
import { paths } from '../../paths.ts';
import type { GrantView, PatientBanner, Person, ResultView, TimelineItem, TrendPoint } from '../../view-types.ts';

/** What a section holds, or that it could not be read. */
export type Section<Content> = { failed: false; content: Content } | { failed: true };

/** A value outside its range, and the values before it. */
export interface AttentionView extends ResultView {
  limits: { low: string | null; high: string | null };
  points: readonly TrendPoint[];
}

/** What is read of a patient, each part by itself. */
export interface SummarySections {
  attention: Section<readonly AttentionView[]>;
  problems: Section<Listed>;
  medicines: Section<Listed>;
  allergies: Section<Listed>;
  immunisations: Section<Listed>;
  vitalSigns: Section<readonly ResultView[]>;
  recent: Section<readonly TimelineItem[]>;
}

/** How the paper is checked: by the newest entry of what it was made of. */
export interface SummaryCheck extends PaperCheck {
  /** The record's number, such as `PAT001-REC7`. */
  label: string;
  hash: string;
}

/** Who prints. */
export interface SummaryPrinting {
  by: Person;
  /** Made of what that one may read, which need not be all. */
  partial: boolean;
  /** Null where there is no record that they may read. */
  check: SummaryCheck | null;
}

export interface SummaryProps extends SummarySections {
  patient: PatientBanner;
  viewer: 'self' | 'doctor' | 'staff';
  scope?: GrantView;
  /** The page for the printer. */
  printing?: SummaryPrinting;
}

/** The summary. GET /patients/PAT001/summary, and …/summary/print */
export function renderSummary(context: PageContext, props: SummaryProps): string {
  const own = props.viewer === 'self';
  return renderPage(context, {
    title: (page) => (own ? page.t('summary.title') : `${page.t('summary.title')} · ${props.patient.name}`),
    banner: own ? undefined : <ChartBanner patient={props.patient} scope={props.scope} />,
    content:
      props.printing === undefined ? <Summary {...props} /> : <PrintedSummary {...props} printing={props.printing} />,
    width: 'wide',
  });
}

function Summary(props: SummaryProps) {
  const { t } = usePage();
  const { patient, viewer } = props;
  return (
    <>
      <PageHead title={t('summary.title')} lead={t(viewer === 'self' ? 'summary.lead' : 'summary.leadOther')}>
        <a class="button quiet" href={paths.printSummary(patient.number)}>
          {t('record.print')}
        </a>
        <a class="button quiet" href={paths.summaryPdf(patient.number)} download>
          {t('paper.download')}
        </a>
      </PageHead>
      <ChartTabs patient={patient.number} open="summary" />
      <div class="desk">
        <div>
          <Measured {...props} />
        </div>
        <div>
          <Told {...props} />
        </div>
      </div>
    </>
  );
}

function PrintedSummary(props: SummaryProps & { printing: SummaryPrinting }) {
  const page = usePage();
  const { t } = page;
  const { patient, viewer, printing } = props;
  const { by, partial, check } = printing;
  return (
    <div class="paper" data-print-now>
      <p class="paper-head">
        <bdi>{patient.name}</bdi> · {patient.number} · {t('summary.title')}
      </p>
      <PageHead
        title={t('summary.title')}
        lead={<span class="no-print">{t(viewer === 'self' ? 'print.lead' : 'print.leadOther')}</span>}
        back={{ href: paths.summary(patient.number), text: t('summary.title') }}
      >
        <button class="button" type="button" data-print hidden>
          {t('record.print')}
        </button>
        <noscript>{t('print.noScript')}</noscript>
      </PageHead>
      <dl class="facts wide">
        {summaryFacts(page, { patient, by }).map(([label, value]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {partial && <p class="card attention">{t('summary.partial', { who: by.name })}</p>}
      <Told {...props} />
      <Measured {...props} />
      {check === null ? (
        <p class="card">{t('summary.noCheck')}</p>
      ) : (
        <CheckCode check={check} of={t('summary.checkText', { record: check.label })} />
      )}
    </div>
  );
}

/** Whose summary it is, and who made it and when, as rows of names and values. */
export function summaryFacts(
  page: Page,
  { patient, by }: { patient: Pick<PatientBanner, 'name' | 'number' | 'birthDate' | 'sex'>; by: Person },
): [string, string][] {
  const { t, date, dateTime, now } = page;
  return [
    [t('banner.label'), `${patient.name} (${patient.number})`],
    [t('banner.born'), patient.birthDate === '' ? '–' : date(patient.birthDate)],
    [t('banner.sex'), t(`sex.${patient.sex}`)],
    [t('print.printed'), `${by.name} (${by.login}), ${dateTime(now)}`],
  ];
}

type PartsProps = SummarySections & Pick<SummaryProps, 'patient'>;

/** What was measured and what came last. */
function Measured({ patient: { number }, attention, vitalSigns, recent }: PartsProps) {
  return (
    <>
      <Part id="attention" title="summary.attention" section={attention} number={number}>
        {(values) => <Attention values={values} patient={number} />}
      </Part>
      <Part id="vital-signs" title="emergency.vitalSigns" section={vitalSigns} number={number}>
        {(values) => (values.length === 0 ? <NoneRecorded /> : <ResultList results={values} patient={number} />)}
      </Part>
      <Part id="recent" title="summary.recent" section={recent} number={number}>
        {(items) => (items.length === 0 ? <NoneRecorded /> : <Timeline items={items} patient={number} />)}
      </Part>
    </>
  );
}

/** What was said, by whom. */
function Told(props: PartsProps) {
  const { number } = props.patient;
  return (
    <>
      {summaryLists.map(({ key, title }) => (
        <Part key={key} id={key} title={title} section={props[key]} number={number}>
          {(content) => <SummaryLines {...content} kind={key} patient={number} />}
        </Part>
      ))}
    </>
  );
}

/** The lists of a summary and their names, in order. */
export const summaryLists = [
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
        <strong>{t('summary.failed')}</strong>{' '}
        <a class="no-print" href={`${paths.summary(number)}?#${id}`}>
          {t('summary.retry')}
        </a>
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

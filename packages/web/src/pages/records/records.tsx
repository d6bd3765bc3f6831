// The list of records: filters, the timeline by year, and the way to older ones.
import { Empty, PageHead } from '../../components/card.tsx';
import { ErrorSummary } from '../../components/field.tsx';
import { Icon } from '../../components/icon.tsx';
import { ChartTabs } from '../../components/records/chart-tabs.tsx';
import { ErasedList, type ErasedView } from '../../components/records/erased-list.tsx';
import { NoMatch, type RecordAuthors, RecordSearch } from '../../components/records/record-search.tsx';
import { Timeline } from '../../components/records/timeline.tsx';
import { WriteLinks } from '../../components/records/write-links.tsx';
import type { MessageKey } from '../../i18n/translate.ts';
import { type Page, usePage } from '../../layout/page.tsx';
import { ChartBanner } from '../../layout/patient-banner.tsx';
import { renderPage } from '../../layout/render-page.tsx';
import type { PageContext } from '../../page-context.ts';
import { paths } from '../../paths.ts';
import { EVERY_RECORD_LINE, type RecordsFilterValues, recordsPath } from '../../records-filter.ts';
import type { FormError, GrantView, PatientBanner, RecordType, TimelineItem } from '../../view-types.ts';

export interface RecordsProps {
  patient: PatientBanner;
  viewer: 'self' | 'doctor' | 'staff';
  items: readonly TimelineItem[];
  /** How many records of each type the viewer may see. */
  types: Readonly<Partial<Record<RecordType, number>>>;
  /** What it is narrowed to; everything where it is not said. */
  filter?: RecordsFilterValues;
  /** What is searched for, sealed for addresses. */
  q?: string | null;
  /** How many records match, over all pages. */
  total?: number;
  authors?: RecordAuthors;
  errors?: readonly FormError[];
  /** The address of older records. */
  next: string | null;
  /** The grant by which somebody else reads. */
  scope?: GrantView;
  /** What was erased, for the patient's side. */
  erased?: readonly ErasedView[];
  /** Whether the viewer may write a record here. */
  canWrite: boolean;
}

/** The records of a patient. GET /patients/PAT001/records?type=&author=&from=&to=&abnormal=1&q=&before= */
export function renderRecords(context: PageContext, props: RecordsProps): string {
  const own = props.viewer === 'self';
  return renderPage(context, {
    title: (page) => (own ? page.t('records.title') : `${page.t('records.title')} · ${props.patient.name}`),
    banner: own ? undefined : <ChartBanner patient={props.patient} scope={props.scope} />,
    content: <Records {...props} />,
    width: 'wide',
  });
}

function Records(props: RecordsProps) {
  const page = usePage();
  const { t, count } = page;
  const { patient, items, next, filter = EVERY_RECORD_LINE, q = null, total, authors = [], errors = [] } = props;
  const filtered = Object.values(filter).some((value) => value !== '');
  return (
    <>
      <PageHead title={t('records.title')} lead={t(leadOf(props))}>
        {props.canWrite && (
          <details class="write-menu" data-menu>
            <summary class="button">
              <Icon name="plus" />
              {t('records.write')}
            </summary>
            <WriteLinks patient={patient.number} />
          </details>
        )}
        {props.viewer === 'self' && (
          <a class="button quiet" href={paths.verify(patient.number)}>
            <Icon name="shield" />
            {t('home.verify')}
          </a>
        )}
      </PageHead>
      <ChartTabs patient={patient.number} open="records" />
      <ErrorSummary errors={errors} labelOf={(field) => labelOf(page, field)} text={t('log.wrong')} />
      <RecordSearch patient={patient.number} values={filter} authors={authors} errors={errors} />
      {errors.length === 0 && <Filters {...props} filter={filter} q={q} />}
      {items.length === 0 && errors.length === 0 && filtered && (
        <NoMatch patient={patient.number} values={filter} q={q} />
      )}
      {items.length === 0 && !filtered && (
        <div class="card">
          <Empty>{t('records.empty')}</Empty>
        </div>
      )}
      {items.length > 0 && (
        <section class="card list">
          {filtered && total !== undefined && (
            <p class="muted found-count">
              {count('search.found', total)} <a href={paths.records(patient.number)}>{t('search.everything')}</a>
            </p>
          )}
          <Timeline items={items} patient={patient.number} years />
        </section>
      )}
      {next !== null && (
        <p class="pager">
          <a class="button quiet" href={next}>
            {t('records.older')}
          </a>
        </p>
      )}
      <ErasedList erased={props.erased ?? []} patient={patient.number} />
    </>
  );
}

function leadOf({ viewer, patient }: RecordsProps): MessageKey {
  if (patient.emergency !== undefined) return 'emergency.viewLead';
  return viewer === 'self' ? 'records.lead' : 'records.leadOther';
}

function labelOf({ t }: Page, field: string): string {
  return t(field === 'search' ? 'search.words' : field === 'to' ? 'search.to' : 'search.from');
}

type FiltersProps = Pick<RecordsProps, 'patient' | 'types'> & { filter: RecordsFilterValues; q: string | null };

function Filters({ patient, types, filter, q }: FiltersProps) {
  const { t } = usePage();
  const all = Object.values(types).reduce((sum, one) => sum + one, 0);
  const href = (chosen: Partial<RecordsFilterValues>) => recordsPath(patient.number, { ...filter, ...chosen }, q);
  return (
    <nav class="filters" aria-label={t('records.filters')}>
      <ul>
        <Filter href={href({ type: '' })} on={filter.type === ''} text={t('records.all')} count={all} />
        {(Object.keys(types) as RecordType[]).map((type) => (
          <Filter
            key={type}
            href={href({ type })}
            on={filter.type === type}
            text={t(`type.${type}`)}
            count={types[type] ?? 0}
          />
        ))}
        <li class="filter-switch">
          <a
            class="chip"
            href={href({ abnormal: filter.abnormal === '' ? '1' : '' })}
            aria-current={filter.abnormal === '' ? undefined : 'true'}
          >
            <span aria-hidden="true">▲▼</span> {t('records.abnormal')}
          </a>
        </li>
      </ul>
    </nav>
  );
}

function Filter({ href, on, text, count }: { href: string; on: boolean; text: string; count: number }) {
  return (
    <li>
      <a class="chip" href={href} aria-current={on ? 'true' : undefined}>
        {text} <span class="chip-count">{count}</span>
      </a>
    </li>
  );
}

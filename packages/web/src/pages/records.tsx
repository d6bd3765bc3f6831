// The list of records: filters, the timeline by year, and the way to older ones.
import { Empty, PageHead } from '../components/card.tsx';
import { Icon } from '../components/icon.tsx';
import { Timeline } from '../components/timeline.tsx';
import { WriteLinks } from '../components/write-links.tsx';
import type { MessageKey } from '../i18n/translate.ts';
import { usePage } from '../layout/page.tsx';
import { ChartBanner } from '../layout/patient-banner.tsx';
import { renderPage } from '../layout/render-page.tsx';
import type { PageContext } from '../page-context.ts';
import { paths } from '../paths.ts';
import type { GrantView, PatientBanner, RecordType, TimelineItem } from '../view-types.ts';

export interface RecordsFilter {
  type: RecordType | null;
  abnormal: boolean;
  /** The cursor of the page, as in the address. */
  before: string | null;
}

export interface RecordsProps {
  patient: PatientBanner;
  viewer: 'self' | 'doctor' | 'staff';
  items: readonly TimelineItem[];
  /** How many records of each type the viewer may see. */
  types: Readonly<Partial<Record<RecordType, number>>>;
  filter: RecordsFilter;
  /** The address of older records. */
  next: string | null;
  /** The grant by which somebody else reads. */
  scope?: GrantView;
  /** Whether the viewer may write a record here. */
  canWrite: boolean;
}

/** The records of a patient. GET /patients/PAT001/records?type=&abnormal=1&before= */
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
  const { t } = usePage();
  const { patient, items, filter, next } = props;
  const filtered = filter.type !== null || filter.abnormal;
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
      <Filters {...props} />
      {items.length === 0 ? (
        <div class="card">
          <Empty>{t(filtered ? 'records.noneMatch' : 'records.empty')}</Empty>
        </div>
      ) : (
        <section class="card list">
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
    </>
  );
}

function leadOf({ viewer, patient }: RecordsProps): MessageKey {
  if (patient.emergency !== undefined) return 'emergency.viewLead';
  return viewer === 'self' ? 'records.lead' : 'records.leadOther';
}

function Filters({ patient, types, filter }: RecordsProps) {
  const { t } = usePage();
  const all = Object.values(types).reduce((sum, one) => sum + one, 0);
  const href = (type: RecordType | null, abnormal: boolean) => {
    const query = new URLSearchParams({ ...(type !== null && { type }), ...(abnormal && { abnormal: '1' }) });
    return `${paths.records(patient.number)}${query.size > 0 ? `?${query}` : ''}`;
  };
  return (
    <nav class="filters" aria-label={t('records.filters')}>
      <ul>
        <Filter href={href(null, filter.abnormal)} on={filter.type === null} text={t('records.all')} count={all} />
        {(Object.keys(types) as RecordType[]).map((type) => (
          <Filter
            key={type}
            href={href(type, filter.abnormal)}
            on={filter.type === type}
            text={t(`type.${type}`)}
            count={types[type] ?? 0}
          />
        ))}
        <li class="filter-switch">
          <a
            class="chip"
            href={href(filter.type, !filter.abnormal)}
            aria-current={filter.abnormal ? 'true' : undefined}
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

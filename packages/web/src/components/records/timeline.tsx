// Records in the order in which things happened, latest first, grouped by year.
import { usePage } from '../../layout/page.tsx';
import { paths } from '../../paths.ts';
import type { TimelineItem } from '../../view-types.ts';
import { WithheldBadge } from '../access/withheld-badge.tsx';
import { Icon } from '../icon.tsx';
import { AbnormalBadge } from './flag-badge.tsx';
import { recordSummary, recordTitle } from './record-words.ts';
import { InErrorBadge, VersionBadge } from './version-badge.tsx';

interface TimelineProps {
  items: readonly TimelineItem[];
  /** Whose records; an item of a list over several patients names its own. */
  patient: string;
  years?: boolean;
}

/** The timeline; the whole of an entry leads to the record. */
export function Timeline({ items, patient, years = false }: TimelineProps) {
  const { date } = usePage();
  const yearOf = (item: TimelineItem) => date(item.effective).slice(-4);
  return (
    <ol class="timeline">
      {items.map((item, index) => {
        const before = items[index - 1];
        const starts = years && (before === undefined || yearOf(before) !== yearOf(item));
        return (
          <li key={`${item.label}`} class={starts ? 'starts' : undefined}>
            {starts && <h2 class="year">{yearOf(item)}</h2>}
            <Entry item={item} patient={item.patient?.number ?? patient} />
          </li>
        );
      })}
    </ol>
  );
}

function Entry({ item, patient }: { item: TimelineItem; patient: string }) {
  const page = usePage();
  const { t, date } = page;
  return (
    <article class={entryClass(item)}>
      <span class={`entry-sign ${item.type}`}>
        <Icon name={item.type} />
      </span>
      <div class="entry-body">
        <h3>
          <a href={paths.record(patient, item.number)}>{recordTitle(page, item)}</a>{' '}
          <AbnormalBadge abnormal={item.abnormal} critical={item.critical} />
          {item.inError === true && <InErrorBadge />}
          {item.version !== undefined && item.inError !== true && <VersionBadge version={item.version} />}
          {item.withheld === true && <WithheldBadge />}
        </h3>
        {item.summary !== '' && <p class="entry-summary">{recordSummary(page, item)}</p>}
        <p class="entry-facts">
          {item.patient !== undefined && (
            <>
              <strong>{item.patient.name}</strong> <span class="code">{item.patient.number}</span> ·{' '}
            </>
          )}
          {t(`type.${item.type}`)} · {item.author.name} · <span class="code">{item.label}</span>
        </p>
      </div>
      <time class="entry-date" dateTime={item.effective}>
        {date(item.effective)}
      </time>
    </article>
  );
}

function entryClass({ critical, inError }: TimelineItem): string {
  if (inError === true) return 'entry in-error';
  return critical > 0 ? 'entry critical' : 'entry';
}

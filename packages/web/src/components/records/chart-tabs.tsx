// The ways through a chart: its summary, its records, its values over time, who the patient is.
import type { MessageKey } from '../../i18n/translate.ts';
import { usePage } from '../../layout/page.tsx';
import { paths } from '../../paths.ts';

export type ChartTab = 'summary' | 'records' | 'trends' | 'registration';

const tabs: readonly { tab: ChartTab; text: MessageKey; path: (number: string) => string }[] = [
  { tab: 'summary', text: 'summary.title', path: (number) => paths.summary(number) },
  { tab: 'records', text: 'records.title', path: (number) => paths.records(number) },
  { tab: 'trends', text: 'trends.title', path: (number) => paths.trends(number) },
  { tab: 'registration', text: 'registration.title', path: (number) => paths.registration(number) },
];

/** Links to the pages of a chart; the open one is marked. */
export function ChartTabs({ patient, open }: { patient: string; open: ChartTab }) {
  const { t } = usePage();
  return (
    <nav class="filters chart-tabs" aria-label={t('summary.pages')}>
      <ul>
        {tabs.map(({ tab, text, path }) => (
          <li key={tab}>
            <a class="chip" href={path(patient)} aria-current={tab === open ? 'page' : undefined}>
              {t(text)}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

// How the import of a table stands, in words and in numbers.
import { formatCount } from '../../i18n/dates.ts';
import type { MessageKey } from '../../i18n/translate.ts';
import type { Page } from '../../layout/page.tsx';
import { usePage } from '../../layout/page.tsx';
import type { TableImportView } from '../../view-types.ts';

/** One sentence. */
export function tableStateText({ t }: Page, { step, state, done, total }: TableImportView): string {
  if (step === 'map' || state === 'ready') return t('tables.state.map');
  return t(`tables.state.${step}.${state}`, { done: formatCount(done), total: formatCount(total) });
}

/** How many rows came out how, or would. */
export function TableCounts({ step, created, present, rejected }: TableImportView) {
  const { t } = usePage();
  const counts: readonly (readonly [MessageKey, number])[] = [
    [step === 'import' ? 'tables.created' : 'tables.wouldCreate', created],
    ['tables.present', present],
    ['tables.rejected', rejected],
  ];
  return (
    <dl class="facts wide counts">
      {counts.map(([key, count]) => (
        <div key={key}>
          <dt>{t(key)}</dt>
          <dd>{formatCount(count)}</dd>
        </div>
      ))}
    </dl>
  );
}

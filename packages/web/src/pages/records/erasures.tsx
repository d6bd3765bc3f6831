// The administrators' erasures: those that wait for a second of them, and those that ended. Nothing clinical.
import { Card, Empty, PageHead } from '../../components/card.tsx';
import { ErasureBadge, type ErasureView, erasedWhat } from '../../components/records/erasure-facts.tsx';
import { usePage } from '../../layout/page.tsx';
import { renderPage } from '../../layout/render-page.tsx';
import type { PageContext } from '../../page-context.ts';
import { paths } from '../../paths.ts';

export interface ErasuresProps {
  /** The next to lapse first. */
  waiting: readonly ErasureView[];
  /** The latest first. */
  ended: readonly ErasureView[];
}

/** The list. GET /erasures */
export function renderErasures(context: PageContext, props: ErasuresProps): string {
  return renderPage(context, {
    title: (page) => page.t('erasures.title'),
    content: <Erasures {...props} />,
    width: 'wide',
  });
}

function Erasures({ waiting, ended }: ErasuresProps) {
  const { t } = usePage();
  return (
    <>
      <PageHead
        title={t('erasures.title')}
        lead={t('erasures.lead')}
        back={{ href: paths.home, text: t('admin.title') }}
      >
        <a class="button quiet" href={paths.proposeErasure}>
          {t('erasures.propose')}
        </a>
      </PageHead>
      <Card title={t('erasures.waitingTitle', { count: waiting.length })}>
        {waiting.length === 0 ? <Empty>{t('erasures.none')}</Empty> : <List items={waiting} />}
      </Card>
      <Card title={t('erasures.ended')}>
        {ended.length === 0 ? <Empty>{t('erasures.noneEnded')}</Empty> : <List items={ended} />}
      </Card>
    </>
  );
}

function List({ items }: { items: readonly ErasureView[] }) {
  const page = usePage();
  const { t, date } = page;
  return (
    <ul class="rows">
      {items.map((item) => {
        const what = erasedWhat(page, item);
        return (
          <li key={item.id} class="row">
            <div class="row-body">
              <p class="row-title">
                <strong>{what}</strong> <ErasureBadge state={item.state} />
              </p>
              <p class="muted">
                {t(`erasure.basis.${item.basis}`)} ·{' '}
                {t('erasure.proposedBy', { who: item.proposed.by.name, date: date(item.proposed.at) })}
              </p>
            </div>
            <a class="button quiet" href={paths.erasure(item.id)} aria-label={`${t('erasures.look')}: ${what}`}>
              {t('erasures.look')}
            </a>
          </li>
        );
      })}
    </ul>
  );
}

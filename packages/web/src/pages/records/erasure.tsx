// One erasure: why and under what law, what would go, and the answer of a second administrator.
import { Card, PageHead } from '../../components/card.tsx';
import { PostButton } from '../../components/post-button.tsx';
import {
  ErasureBadge,
  ErasureGrounds,
  ErasurePreview,
  type ErasurePreviewView,
  type ErasureView,
  erasedWhat,
} from '../../components/records/erasure-facts.tsx';
import { usePage } from '../../layout/page.tsx';
import { renderPage } from '../../layout/render-page.tsx';
import type { PageContext } from '../../page-context.ts';
import { paths } from '../../paths.ts';

export interface ErasureProps {
  item: ErasureView;
  /** What would go now; null once it has ended. */
  preview: ErasurePreviewView | null;
  /** True where that is not what was proposed. */
  changed: boolean;
  /** Whether the reader proposed it. */
  own: boolean;
}

/** The page. GET /erasures/<id>; POST /erasures/<id>/consent, /refuse, /withdraw */
export function renderErasure(context: PageContext, props: ErasureProps): string {
  return renderPage(context, {
    title: (page) => page.t('erasure.title', { what: erasedWhat(page, props.item) }),
    content: <Erasure {...props} />,
  });
}

function Erasure(props: ErasureProps) {
  const page = usePage();
  const { t, dateTime } = page;
  const { item, preview, changed } = props;
  const { proposed, ended } = item;
  return (
    <>
      <PageHead
        title={
          <>
            {t('erasure.title', { what: erasedWhat(page, item) })} <ErasureBadge state={item.state} />
          </>
        }
        back={{ href: paths.erasures, text: t('erasures.title') }}
      />
      <section class="card">
        <p>{t('erasure.proposedBy', { who: proposed.by.name, date: dateTime(proposed.at) })}</p>
        <ErasureGrounds {...item} />
        <dl class="facts">
          {ended === null ? (
            <div>
              <dt>{t('erasure.until')}</dt>
              <dd>{dateTime(item.until)}</dd>
            </div>
          ) : (
            <div>
              <dt>{t(`erasure.state.${item.state}`)}</dt>
              <dd>{t('erasure.endedBy', { who: ended.by.name, date: dateTime(ended.at) })}</dd>
            </div>
          )}
        </dl>
      </section>
      {changed && (
        <Card title={t('erasure.changedTitle')} tone="attention">
          <p>{t('erasure.changedConsent')}</p>
        </Card>
      )}
      {preview !== null && <ErasurePreview preview={preview} />}
      {preview !== null && <Answer {...props} />}
    </>
  );
}

function Answer({ item, changed, own }: ErasureProps) {
  const page = usePage();
  const { t } = page;
  const address = paths.erasure(item.id);
  if (own)
    return (
      <section class="card stack">
        <p>{t('erasure.own')}</p>
        <div class="actions">
          <PostButton action={`${address}/withdraw`} text={t('erasure.withdraw')} refuse />
        </div>
      </section>
    );
  return (
    <Card title={t('erasure.second')}>
      <div class="stack">
        <p>{t('erasure.secondText')}</p>
        <div class="actions">
          {!changed && (
            <PostButton
              action={`${address}/consent`}
              text={t('erasure.consent', { what: erasedWhat(page, item) })}
              danger
            />
          )}
          <PostButton action={`${address}/refuse`} text={t('erasure.refuse')} />
        </div>
      </div>
    </Card>
  );
}

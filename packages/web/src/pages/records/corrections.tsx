// Corrections: the patient's own, and those that are asked of whoever looks.
import { Card, Empty, PageHead } from '../../components/card.tsx';
import { AskedCorrections, type CorrectionView, OwnCorrections } from '../../components/records/correction-list.tsx';
import { usePage } from '../../layout/page.tsx';
import { renderPage } from '../../layout/render-page.tsx';
import type { PageContext } from '../../page-context.ts';
import { paths } from '../../paths.ts';

export interface CorrectionsProps {
  /** `all` for an administrator, who sees what is asked of everybody. */
  side: 'own' | 'asked' | 'all';
  items: readonly CorrectionView[];
}

const words = {
  own: ['corrections.mine', 'corrections.mineLead'],
  asked: ['corrections.asked', 'corrections.askedLead'],
  all: ['corrections.askedAll', 'corrections.askedAllLead'],
} as const;

/** The list. GET /corrections */
export function renderCorrections(context: PageContext, props: CorrectionsProps): string {
  return renderPage(context, {
    title: (page) => page.t(words[props.side][0]),
    content: <Corrections {...props} />,
    width: 'wide',
  });
}

function Corrections({ side, items }: CorrectionsProps) {
  const { t, inPlaceOf } = usePage();
  const [title, lead] = words[side];
  const own = side === 'own' && inPlaceOf === undefined;
  const back = own ? { href: paths.more, text: t('more.title') } : { href: paths.home, text: t('nav.home') };
  return (
    <>
      <PageHead title={t(title)} lead={t(lead)} back={back} />
      {side === 'own' ? (
        <section class="card">
          {items.length === 0 ? <Empty>{t('corrections.mineEmpty')}</Empty> : <OwnCorrections items={items} />}
        </section>
      ) : (
        <Asked items={items} />
      )}
    </>
  );
}

function Asked({ items }: Pick<CorrectionsProps, 'items'>) {
  const { t, count } = usePage();
  const waiting = items.filter(({ state }) => state === 'asked');
  const answered = items.filter(({ state }) => state !== 'asked');
  return (
    <>
      <Card title={count('corrections.waiting', waiting.length)}>
        {waiting.length === 0 ? <Empty>{t('corrections.askedEmpty')}</Empty> : <AskedCorrections items={waiting} />}
      </Card>
      <Card title={t('corrections.answered')}>
        {answered.length === 0 ? <Empty>{t('corrections.noneAnswered')}</Empty> : <AskedCorrections items={answered} />}
      </Card>
    </>
  );
}

// What the product is, what it proves and what it does not, in plain words, for anybody.
import { PageHead } from '../components/card.tsx';
import { LogKeys, type LogKeyView } from '../components/ledger/log-keys.tsx';
import { Proves } from '../components/ledger/proves.tsx';
import { usePage } from '../layout/page.tsx';
import { renderPage } from '../layout/render-page.tsx';
import type { PageContext } from '../page-context.ts';

export interface AboutProps {
  /** The keys that the log ever had, the oldest first. */
  logKeys: readonly LogKeyView[];
}

/** The about page. GET /about */
export function renderAbout(context: PageContext, props: AboutProps): string {
  return renderPage(context, { title: (page) => page.t('about.title'), content: <About {...props} /> });
}

function About({ logKeys }: AboutProps) {
  const { t } = usePage();
  return (
    <>
      <PageHead title={t('about.title')} lead={t('about.lead')} />
      <section class="card prose">
        <h2>{t('about.control')}</h2>
        <p>{t('about.controlText')}</p>
        <h2>{t('about.chain')}</h2>
        <p>{t('about.chainText')}</p>
        <h2>{t('about.log')}</h2>
        <p>{t('about.logText')}</p>
      </section>
      <Proves />
      <LogKeys keys={logKeys} />
      <section class="card prose">
        <h2>{t('about.open')}</h2>
        <p>{t('about.openText')}</p>
      </section>
    </>
  );
}

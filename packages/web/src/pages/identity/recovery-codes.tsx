// Ten printed codes, shown once, on a page made for paper.
import { PageHead } from '../../components/card.tsx';
import { usePage } from '../../layout/page.tsx';
import { renderPage } from '../../layout/render-page.tsx';
import type { PageContext } from '../../page-context.ts';
import { paths } from '../../paths.ts';

export interface RecoveryCodesProps {
  login: string;
  codes: readonly string[];
  /** The address where they work. */
  site: string;
}

/** The answer to POST /account/recovery-codes. */
export function renderRecoveryCodes(context: PageContext, props: RecoveryCodesProps): string {
  return renderPage(context, { title: (page) => page.t('codes.title'), content: <RecoveryCodes {...props} /> });
}

function RecoveryCodes({ login, codes, site }: RecoveryCodesProps) {
  const { t, dateTime, now } = usePage();
  return (
    <>
      <PageHead title={t('codes.title')} lead={t('codes.for', { login, site })} />
      <section class="card stack">
        <p>
          <strong>{t('codes.once')}</strong>
        </p>
        <ol class="recovery-codes">
          {codes.map((code) => (
            <li key={code} class="code">
              {code}
            </li>
          ))}
        </ol>
        <ul class="plain-list">
          <li>{t('codes.rule1')}</li>
          <li>{t('codes.rule2')}</li>
          <li>{t('codes.rule3')}</li>
        </ul>
        <p class="muted">{t('codes.made', { time: dateTime(now) })}</p>
        <div class="actions">
          <button class="button" type="button" data-print hidden>
            {t('codes.print')}
          </button>
          <a class="button quiet" href={paths.account}>
            {t('codes.done')}
          </a>
        </div>
      </section>
    </>
  );
}

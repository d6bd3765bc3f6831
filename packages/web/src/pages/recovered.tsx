// What is handed over at the desk after a recovery: the one-time password, never shown again.
import { PageHead } from '../components/card.tsx';
import { usePage } from '../layout/page.tsx';
import { renderPage } from '../layout/render-page.tsx';
import type { PageContext } from '../page-context.ts';
import { paths } from '../paths.ts';

export interface RecoveredProps {
  login: string;
  name: string;
  password: string;
  until: string;
}

/** The answer to POST /recoveries/:id/confirm, made for printing. */
export function renderRecovered(context: PageContext, props: RecoveredProps): string {
  return renderPage(context, { title: (page) => page.t('deskRecovery.done'), content: <Recovered {...props} /> });
}

function Recovered({ login, name, password, until }: RecoveredProps) {
  const { t, dateTime } = usePage();
  return (
    <>
      <PageHead title={t('deskRecovery.done')} lead={name} />
      <section class="card own-number">
        <h2>{t('invite.number')}</h2>
        <p class="code number">{login}</p>
        <h2>{t('invite.password')}</h2>
        <p class="code number">{password}</p>
        <p>
          <strong>{t('deskRecovery.once')}</strong>
        </p>
        <p class="muted">
          {t('invite.until')}: {dateTime(until)}
        </p>
        <div class="actions">
          <a class="button" href={paths.recoveries}>
            {t('deskRecovery.title')}
          </a>
        </div>
      </section>
    </>
  );
}

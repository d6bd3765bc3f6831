// Where one is signed in: one row for each open session, and the ways to end them.
import { usePage } from '../../layout/page.tsx';
import { paths } from '../../paths.ts';
import { Icon } from '../icon.tsx';

/** An open session. `browser` and `system` are names of ours; the words are `browser.<name>` and `system.<name>`. */
export interface AccountSession {
  id: string;
  browser: 'edge' | 'opera' | 'samsung' | 'firefox' | 'chrome' | 'safari' | 'unknown';
  system: 'android' | 'ios' | 'windows' | 'chromeos' | 'macos' | 'linux' | 'unknown';
  openedAt: string;
  seenAt: string;
  current: boolean;
}

/** The open sessions of the reader. */
export function SessionList({ sessions }: { sessions: readonly AccountSession[] }) {
  const { t, csrf } = usePage();
  return (
    <div class="stack">
      <p class="help">{t('account.sessionsText')}</p>
      <ul class="rows">
        {sessions.map((session) => (
          <li key={session.id} class="row">
            <Session session={session} />
          </li>
        ))}
      </ul>
      {sessions.some(({ current }) => !current) && (
        <form class="actions" method="post" action={paths.endOtherSessions}>
          <input type="hidden" name="_csrf" value={csrf} />
          <button class="button refuse" type="submit">
            {t('account.endOthers')}
          </button>
        </form>
      )}
    </div>
  );
}

function Session({ session }: { session: AccountSession }) {
  const { t, dateTime, csrf } = usePage();
  const device = t('account.device', {
    browser: t(`browser.${session.browser}`),
    system: t(`system.${session.system}`),
  });
  const opened = dateTime(session.openedAt);
  return (
    <>
      <div class="row-body">
        <p class="row-title">
          {device} {session.current && <span class="badge ok">{t('account.thisOne')}</span>}
        </p>
        <p class="muted">
          {t('account.since', { time: opened })} · {t('account.seen', { time: dateTime(session.seenAt) })}
        </p>
      </div>
      {!session.current && (
        <form method="post" action={paths.endSession(session.id)}>
          <input type="hidden" name="_csrf" value={csrf} />
          <button class="button quiet" type="submit" aria-label={t('account.endWhich', { device, time: opened })}>
            <Icon name="leave" />
            {t('account.end')}
          </button>
        </form>
      )}
    </>
  );
}

// The end of a session: a dialog that the island `session` opens a minute before, and what it needs to know.
import type { PageContext } from '../page-context.ts';
import { paths } from '../paths.ts';
import { usePage } from './page.tsx';

/** What the body says of the session, for the island. */
export function sessionData({ user, session, now, path }: PageContext) {
  if (user === null || session === undefined) return {};
  return {
    'data-account': user.login,
    'data-session-ends': session.endsAt,
    'data-session-now': now,
    'data-session-idle': session.idleMs,
    'data-session-key': session.draftKey,
    'data-session-return': path,
  };
}

/** The dialog, closed. */
export function SessionEnd() {
  const { t, csrf } = usePage();
  return (
    <dialog
      class="idle"
      aria-labelledby="idle-title"
      aria-describedby="idle-text"
      data-idle
      data-restored={t('idle.restored')}
    >
      <h2 id="idle-title">{t('idle.title')}</h2>
      <div id="idle-text">
        <p>{t('idle.text')}</p>
        <p class="muted">{t('idle.kept')}</p>
      </div>
      <p aria-hidden="true">
        {t('idle.seconds')} <strong data-idle-seconds />
      </p>
      <div class="actions">
        <button class="button" type="button" data-idle-stay>
          {t('idle.stay')}
        </button>
        <form method="post" action={paths.signOut}>
          <input type="hidden" name="_csrf" value={csrf} />
          <button class="button quiet" type="submit">
            {t('idle.leave')}
          </button>
        </form>
      </div>
    </dialog>
  );
}

// The bar at the top: the product's name, the language, and for those who work here a search and the account.
import { Icon } from '../components/icon.tsx';
import { paths } from '../paths.ts';
import { FindPatient } from './find-patient.tsx';
import { usePage } from './page.tsx';
import { LanguageForm, ThemeForm } from './preferences.tsx';

/** The header of every page. */
export function Header() {
  const { user } = usePage();
  const works = user !== null && user.role !== 'patient';
  return (
    <header class="top">
      <div class="top-row">
        <a class="brand" href={paths.home}>
          <Mark />
          Patrec
        </a>
        {works && user.role !== 'administrator' && user.waits !== true && <FindPatient />}
        <LanguageForm />
        {works && <AccountMenu />}
      </div>
    </header>
  );
}

/** Two linked entries with a check mark: the sign of the product. */
function Mark() {
  return (
    <svg class="mark" viewBox="0 0 32 32" width="28" height="28" aria-hidden="true">
      <rect class="mark-field" width="32" height="32" rx="9" />
      <path class="mark-line" d="M9 17l5 5 9-12" />
    </svg>
  );
}

function AccountMenu() {
  const { t, user } = usePage();
  if (user === null) return null;
  return (
    <details class="account" data-menu>
      <summary>
        <Icon name="person" />
        <span class="account-name">{user.name}</span>
        <span class="code">{user.login}</span>
      </summary>
      <div class="account-sheet">
        <p class="account-who">
          {user.name}
          <span class="muted">
            {t(`role.${user.role}`)} · {user.login}
          </span>
        </p>
        <ThemeForm />
        <a href={paths.account}>{t('account.title')}</a>
        <a href={paths.about}>{t('frame.about')}</a>
        <SignOutForm />
      </div>
    </details>
  );
}

/** Signs out, from any page. */
export function SignOutForm() {
  const { t, csrf } = usePage();
  return (
    <form method="post" action={paths.signOut}>
      <input type="hidden" name="_csrf" value={csrf} />
      <button class="button quiet" type="submit">
        <Icon name="leave" />
        {t('frame.signOut')}
      </button>
    </form>
  );
}

// Signing in: the first page anybody sees, and what the product is for in three lines.
import { Icon, type IconName } from '../../components/icon.tsx';
import { PasskeyForm } from '../../components/identity/passkey-form.tsx';
import type { MessageKey } from '../../i18n/translate.ts';
import { usePage } from '../../layout/page.tsx';
import { renderPage } from '../../layout/render-page.tsx';
import type { PageContext } from '../../page-context.ts';
import { paths } from '../../paths.ts';
import type { Role } from '../../view-types.ts';

export interface DemoAccount {
  login: string;
  password: string;
  role: Role;
}

export interface SignInProps {
  /** What was typed before, kept after an error. */
  login?: string;
  error?: 'wrong' | 'throttled' | 'expired' | 'passkey';
  /** In demo mode only. */
  demoAccounts?: readonly DemoAccount[];
  returnTo: string;
}

/** The sign-in page. POST /sign-in {login, password, returnTo, _csrf}. */
export function renderSignIn(context: PageContext, props: SignInProps): string {
  return renderPage(context, {
    title: (page) => page.t('signIn.title'),
    content: <SignIn {...props} />,
    width: 'wide',
    islands: ['passkey'],
  });
}

const promises: readonly { icon: IconName; title: MessageKey; text: MessageKey }[] = [
  { icon: 'key', title: 'signIn.promise1', text: 'signIn.promise1Text' },
  { icon: 'shield', title: 'signIn.promise2', text: 'signIn.promise2Text' },
  { icon: 'eye', title: 'signIn.promise3', text: 'signIn.promise3Text' },
];

function SignIn(props: SignInProps) {
  const { t } = usePage();
  return (
    <div class="welcome">
      <section class="welcome-form card">
        <h1>{t('signIn.title')}</h1>
        {props.error !== undefined && (
          <div class="error-summary" role="alert" tabIndex={-1} data-focus>
            <h2>{t(`signIn.${props.error}`)}</h2>
            <p>{t(`signIn.${props.error}Text`)}</p>
          </div>
        )}
        <SignInForm {...props} />
        <PasskeyForm
          action={paths.signInPasskey}
          options={paths.signInPasskeyOptions}
          values={{ returnTo: props.returnTo }}
          button="signIn.withPasskey"
        />
        <SignUpLinks />
        {props.demoAccounts !== undefined && <DemoAccounts accounts={props.demoAccounts} returnTo={props.returnTo} />}
      </section>
      <section class="welcome-words">
        <p class="welcome-head">{t('signIn.headline')}</p>
        <ul class="promises">
          {promises.map((promise) => (
            <li key={promise.title}>
              <Icon name={promise.icon} />
              <div>
                <strong>{t(promise.title)}</strong>
                <p>{t(promise.text)}</p>
              </div>
            </li>
          ))}
        </ul>
      </section>
    </div>
  );
}

function SignInForm({ login, returnTo, error }: SignInProps) {
  const { t, csrf } = usePage();
  const invalid = error === 'wrong' ? ('true' as const) : undefined;
  return (
    <form class="stack" method="post" action={paths.signIn}>
      <input type="hidden" name="_csrf" value={csrf} />
      <input type="hidden" name="returnTo" value={returnTo} />
      <div class="field">
        <label for="login">{t('signIn.login')}</label>
        <input
          id="login"
          name="login"
          value={login}
          required
          autocomplete="username"
          autocapitalize="characters"
          spellcheck={false}
          maxLength={40}
          aria-invalid={invalid}
          aria-describedby="login-help"
        />
        <p class="help" id="login-help">
          {t('signIn.loginHelp')}
        </p>
      </div>
      <div class="field">
        <label for="password">{t('signIn.password')}</label>
        <input
          id="password"
          name="password"
          type="password"
          required
          autocomplete="current-password"
          maxLength={1000}
          aria-invalid={invalid}
        />
      </div>
      <button class="button full" type="submit">
        {t('signIn.button')}
      </button>
    </form>
  );
}

function SignUpLinks() {
  const { t } = usePage();
  return (
    <p class="sign-up-links">
      <a href={paths.recover}>{t('recover.link')}</a>
      <a href={paths.signUp}>{t('signUp.link')}</a>
      <a href={paths.doctorSignUp}>{t('signUp.doctorLink')}</a>
    </p>
  );
}

function DemoAccounts({ accounts, returnTo }: { accounts: readonly DemoAccount[]; returnTo: string }) {
  const { t, csrf } = usePage();
  return (
    <div class="try-as">
      <h2>{t('signIn.tryAs')}</h2>
      <p class="muted">{t('signIn.tryAsText')}</p>
      <ul>
        {accounts.map(({ login, password, role }) => (
          <li key={login}>
            <form method="post" action={paths.signIn}>
              <input type="hidden" name="_csrf" value={csrf} />
              <input type="hidden" name="returnTo" value={returnTo} />
              <input type="hidden" name="login" value={login} />
              <input type="hidden" name="password" value={password} />
              <button class="try" type="submit">
                <strong>{t(`role.${role}`)}</strong>
                <span class="code">
                  {login} / {password}
                </span>
                <Icon name="arrow" />
              </button>
            </form>
          </li>
        ))}
      </ul>
    </div>
  );
}

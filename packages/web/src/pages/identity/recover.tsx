// A forgotten password: the number, the same answer for everybody, and the page of the link.
import { PageHead } from '../../components/card.tsx';
import { Field } from '../../components/field.tsx';
import { NewPasswordFields, PersonErrors, type PersonForm } from '../../components/person-fields.tsx';
import { usePage } from '../../layout/page.tsx';
import { renderPage } from '../../layout/render-page.tsx';
import type { PageContext } from '../../page-context.ts';
import { paths } from '../../paths.ts';

/** The number. GET and POST /recover {login} */
export function renderRecover(context: PageContext): string {
  return renderPage(context, { title: (page) => page.t('recover.title'), content: <Recover /> });
}

function Recover() {
  const { t, csrf } = usePage();
  return (
    <>
      <PageHead title={t('recover.title')} lead={t('recover.lead')} back={backToSignIn(t('signIn.title'))} />
      <form class="card stack" method="post" action={paths.recover}>
        <input type="hidden" name="_csrf" value={csrf} />
        <Field name="login" label={t('signIn.login')} help={t('signIn.loginHelp')}>
          {(control) => (
            <input
              {...control}
              name="login"
              required
              autocomplete="username"
              autocapitalize="characters"
              spellcheck={false}
              maxLength={40}
            />
          )}
        </Field>
        <div class="actions">
          <button class="button" type="submit">
            {t('recover.button')}
          </button>
        </div>
        <p class="help">{t('recover.desk')}</p>
      </form>
    </>
  );
}

/** What everybody is answered. GET /recover/sent */
export function renderRecoverSent(context: PageContext): string {
  return renderPage(context, { title: (page) => page.t('recover.sentTitle'), content: <Sent /> });
}

function Sent() {
  const { t } = usePage();
  return (
    <>
      <PageHead title={t('recover.sentTitle')} back={backToSignIn(t('signIn.title'))} />
      <section class="card stack">
        <p>{t('recover.sentText')}</p>
        <p class="help">{t('recover.desk')}</p>
      </section>
    </>
  );
}

export interface NewPasswordProps extends Pick<PersonForm, 'errors'> {
  login: string;
  token: string;
}

/** The page of the link. GET and POST /recover/link/:token {password, passwordAgain} */
export function renderNewPassword(context: PageContext, props: NewPasswordProps): string {
  return renderPage(context, { title: (page) => page.t('recover.newTitle'), content: <NewPassword {...props} /> });
}

function NewPassword({ login, token, errors }: NewPasswordProps) {
  const { t, csrf } = usePage();
  return (
    <>
      <PageHead title={t('recover.newTitle')} lead={t('recover.newLead', { login })} />
      <PersonErrors errors={errors} />
      <form class="card stack" method="post" action={paths.newPassword(token)}>
        <input type="hidden" name="_csrf" value={csrf} />
        <input type="text" name="username" value={login} autocomplete="username" readOnly hidden />
        <NewPasswordFields errors={errors} />
        <div class="actions">
          <button class="button" type="submit">
            {t('recover.newButton')}
          </button>
        </div>
      </form>
    </>
  );
}

/** A link that was used, replaced or is too old: told apart by nothing. */
export function renderLinkGone(context: PageContext): string {
  return renderPage(context, { title: (page) => page.t('link.gone'), content: <LinkGone /> });
}

function LinkGone() {
  const { t, user } = usePage();
  return (
    <>
      <PageHead title={t('link.gone')} lead={t('link.goneText')} />
      <p class="actions">
        <a class="button quiet" href={user === null ? paths.signIn : paths.account}>
          {t(user === null ? 'signIn.title' : 'account.title')}
        </a>
        {user === null && <a href={paths.recover}>{t('recover.link')}</a>}
      </p>
    </>
  );
}

function backToSignIn(text: string) {
  return { href: paths.signIn, text };
}

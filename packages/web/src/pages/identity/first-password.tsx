// Whoever came with a one-time password sets one of their own.
import { PageHead } from '../../components/card.tsx';
import { NewPasswordFields, PersonErrors, type PersonForm } from '../../components/person-fields.tsx';
import { usePage } from '../../layout/page.tsx';
import { renderPage } from '../../layout/render-page.tsx';
import type { PageContext } from '../../page-context.ts';
import { paths } from '../../paths.ts';

export interface FirstPasswordProps extends Pick<PersonForm, 'errors'> {
  login: string;
}

/** The form. GET and POST /first-password {password, passwordAgain} */
export function renderFirstPassword(context: PageContext, props: FirstPasswordProps): string {
  return renderPage(context, {
    title: (page) => page.t('firstPassword.title'),
    content: <FirstPassword {...props} />,
  });
}

function FirstPassword({ login, errors }: FirstPasswordProps) {
  const { t, csrf } = usePage();
  return (
    <>
      <PageHead title={t('firstPassword.title')} lead={t('firstPassword.lead')} />
      <PersonErrors errors={errors} />
      <form class="card stack" method="post" action={paths.firstPassword}>
        <input type="hidden" name="_csrf" value={csrf} />
        <input type="hidden" name="username" value={login} autocomplete="username" />
        <NewPasswordFields errors={errors} />
        <div class="actions">
          <button class="button" type="submit">
            {t('firstPassword.button')}
          </button>
        </div>
      </form>
    </>
  );
}

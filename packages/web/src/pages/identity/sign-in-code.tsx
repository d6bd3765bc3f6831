// The second half of signing in, after the right password.
import { PageHead } from '../../components/card.tsx';
import { CodeField } from '../../components/identity/code-field.tsx';
import { usePage } from '../../layout/page.tsx';
import { renderPage } from '../../layout/render-page.tsx';
import type { PageContext } from '../../page-context.ts';
import { paths } from '../../paths.ts';

export interface SignInCodeProps {
  error?: 'wrong' | 'throttled';
  returnTo: string;
}

/** The page. GET and POST /sign-in/code {code, returnTo, _csrf} */
export function renderSignInCode(context: PageContext, props: SignInCodeProps): string {
  return renderPage(context, { title: (page) => page.t('signInCode.title'), content: <SignInCode {...props} /> });
}

function SignInCode({ error, returnTo }: SignInCodeProps) {
  const { t, csrf } = usePage();
  return (
    <>
      <PageHead title={t('signInCode.title')} lead={t('signInCode.lead')} />
      {error !== undefined && (
        <div class="error-summary" role="alert" tabIndex={-1} data-focus>
          <h2>{t(error === 'wrong' ? 'signInCode.wrong' : 'signIn.throttled')}</h2>
          <p>{t(error === 'wrong' ? 'signInCode.wrongText' : 'signIn.throttledText')}</p>
        </div>
      )}
      <form class="card stack" method="post" action={paths.signInCode}>
        <input type="hidden" name="_csrf" value={csrf} />
        <input type="hidden" name="returnTo" value={returnTo} />
        <CodeField {...(error === 'wrong' && { errors: [{ field: 'code', code: 'code-wrong' }] })} />
        <div class="actions">
          <button class="button" type="submit">
            {t('signIn.button')}
          </button>
          <a class="button quiet" href={paths.signIn}>
            {t('signInCode.again')}
          </a>
        </div>
      </form>
    </>
  );
}

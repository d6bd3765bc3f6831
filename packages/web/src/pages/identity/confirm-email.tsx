// The page that the link to a new address opens: nothing happens before the button is pressed.
import { PageHead } from '../../components/card.tsx';
import { usePage } from '../../layout/page.tsx';
import { renderPage } from '../../layout/render-page.tsx';
import type { PageContext } from '../../page-context.ts';
import { paths } from '../../paths.ts';

export interface ConfirmEmailProps {
  login: string;
  address: string;
  token: string;
}

/** GET and POST /confirm-email/:token */
export function renderConfirmEmail(context: PageContext, props: ConfirmEmailProps): string {
  return renderPage(context, { title: (page) => page.t('confirmEmail.title'), content: <ConfirmEmail {...props} /> });
}

function ConfirmEmail({ login, address, token }: ConfirmEmailProps) {
  const { t, rich, csrf } = usePage();
  return (
    <>
      <PageHead title={t('confirmEmail.title')} />
      <form class="card stack" method="post" action={paths.confirmEmail(token)}>
        <input type="hidden" name="_csrf" value={csrf} />
        <p>
          {rich('confirmEmail.text', {
            login: <strong>{login}</strong>,
            address: (
              <strong>
                <bdi>{address}</bdi>
              </strong>
            ),
          })}
        </p>
        <div class="actions">
          <button class="button" type="submit">
            {t('confirmEmail.button')}
          </button>
        </div>
      </form>
    </>
  );
}

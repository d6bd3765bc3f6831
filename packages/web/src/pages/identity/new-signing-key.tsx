// Making a key to sign with: the browser makes it and proves that it holds it.

import { PageHead } from '../../components/card.tsx';
import { ErrorSummary } from '../../components/field.tsx';
import { SendOrCancel } from '../../components/send-or-cancel.tsx';
import { usePage } from '../../layout/page.tsx';
import { renderPage } from '../../layout/render-page.tsx';
import type { PageContext } from '../../page-context.ts';
import { paths } from '../../paths.ts';
import type { FormError } from '../../view-types.ts';

export interface NewSigningKeyProps {
  errors: readonly FormError[];
}

/** The page. GET /account/keys/new, POST /account/keys {signKey} and {signTicket, signature} */
export function renderNewSigningKey(context: PageContext, props: NewSigningKeyProps): string {
  return renderPage(context, {
    title: (page) => page.t('signing.newTitle'),
    content: <NewSigningKey {...props} />,
    islands: ['sign'],
  });
}

function NewSigningKey({ errors }: NewSigningKeyProps) {
  const { t, csrf } = usePage();
  const back = { href: paths.account, text: t('account.title') };
  return (
    <>
      <PageHead title={t('signing.newTitle')} lead={t('signing.newLead')} back={back} />
      <ErrorSummary errors={errors} labelOf={() => t('signing.label')} />
      <form class="card stack" id="sign" method="post" action={paths.signingKeys} data-sign="new">
        <input type="hidden" name="_csrf" value={csrf} />
        <ul class="points">
          <li>{t('signing.newPoint')}</li>
          <li>{t('signing.newShared')}</li>
        </ul>
        <p class="help" data-sign-needed>
          {t('signing.needsScript')}
        </p>
        <SendOrCancel text={t('signing.newButton')} back={back.href} hidden />
      </form>
    </>
  );
}

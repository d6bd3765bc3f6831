// Setting up an authenticator app: the key as a QR code and in groups of four, and a code that shows that it works.

import { PageHead } from '../../components/card.tsx';
import { ErrorSummary } from '../../components/field.tsx';
import { CodeField } from '../../components/identity/code-field.tsx';
import { type QrCode, QrPicture } from '../../components/qr-picture.tsx';
import { SendOrCancel } from '../../components/send-or-cancel.tsx';
import { usePage } from '../../layout/page.tsx';
import { renderPage } from '../../layout/render-page.tsx';
import type { PageContext } from '../../page-context.ts';
import { paths } from '../../paths.ts';
import type { FormError } from '../../view-types.ts';

export interface AuthenticatorProps {
  /** Base32. */
  key: string;
  /** The key, sealed, to come back with the code. */
  draft: string;
  qr: QrCode;
  errors: readonly FormError[];
}

/** The page. GET and POST /account/authenticator {draft, code, _csrf} */
export function renderAuthenticator(context: PageContext, { key, ...props }: AuthenticatorProps): string {
  return renderPage(context, {
    title: (page) => page.t('totp.title'),
    content: <Authenticator {...props} secret={key} />,
  });
}

type Props = Omit<AuthenticatorProps, 'key'> & { secret: string };

function Authenticator({ secret, draft, qr, errors }: Props) {
  const { t, csrf } = usePage();
  const back = { href: paths.account, text: t('account.title') };
  const groups = secret.match(/.{1,4}/g)?.join(' ');
  return (
    <>
      <PageHead title={t('totp.title')} lead={t('totp.lead')} back={back} />
      <ErrorSummary errors={errors} labelOf={() => t('signInCode.code')} text={t('confirm.notYet')} />
      <form class="card stack" method="post" action={paths.authenticator}>
        <input type="hidden" name="_csrf" value={csrf} />
        <input type="hidden" name="draft" value={draft} />
        <h2>{t('totp.scan')}</h2>
        <QrPicture {...qr} label={t('totp.qr')} />
        <p>{t('totp.scanText')}</p>
        <p class="code secret-key">{groups}</p>
        <CodeField errors={errors} label={t('totp.code')} help={t('totp.codeHelp')} />
        <p class="help">{t('totp.secret')}</p>
        <SendOrCancel text={t('totp.button')} back={back.href} />
      </form>
    </>
  );
}

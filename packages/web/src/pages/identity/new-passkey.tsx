// Adding a passkey: its name, and the device's own question.

import { PageHead } from '../../components/card.tsx';
import { ErrorSummary, Field } from '../../components/field.tsx';
import { PasskeyProblem } from '../../components/identity/passkey-form.tsx';
import { SendOrCancel } from '../../components/send-or-cancel.tsx';
import { usePage } from '../../layout/page.tsx';
import { renderPage } from '../../layout/render-page.tsx';
import type { PageContext } from '../../page-context.ts';
import { paths } from '../../paths.ts';
import type { FormError } from '../../view-types.ts';

export interface NewPasskeyProps {
  name: string;
  errors: readonly FormError[];
}

/** The page. GET /account/passkeys/new, POST /account/passkeys {name, passkey, _csrf} */
export function renderNewPasskey(context: PageContext, props: NewPasskeyProps): string {
  return renderPage(context, {
    title: (page) => page.t('passkey.title'),
    content: <NewPasskey {...props} />,
    islands: ['passkey'],
  });
}

function NewPasskey({ name, errors }: NewPasskeyProps) {
  const { t, csrf } = usePage();
  const back = { href: paths.account, text: t('account.title') };
  const labels: Record<string, string> = { name: t('passkey.name'), passkey: t('security.passkeys') };
  return (
    <>
      <PageHead title={t('passkey.title')} lead={t('passkey.lead')} back={back} />
      <ErrorSummary errors={errors} labelOf={(field) => labels[field] ?? field} />
      <form
        class="card stack"
        id="passkey"
        method="post"
        action={paths.passkeys}
        data-passkey="add"
        data-options={paths.passkeyOptions}
      >
        <input type="hidden" name="_csrf" value={csrf} />
        <input type="hidden" name="passkey" value="" />
        <p class="help" data-passkey-needed>
          {t('passkey.needsScript')}
        </p>
        <Field name="name" label={t('passkey.name')} help={t('passkey.nameHelp')} errors={errors}>
          {(control) => <input {...control} name="name" value={name} required maxLength={60} />}
        </Field>
        <PasskeyProblem />
        <SendOrCancel text={t('passkey.button')} back={back.href} hidden />
      </form>
    </>
  );
}

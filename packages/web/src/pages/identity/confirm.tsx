// "Confirm it is you": asked before a dangerous act of somebody whose session is open.
import { PageHead } from '../../components/card.tsx';
import { ErrorSummary, Field } from '../../components/field.tsx';
import { CodeField } from '../../components/identity/code-field.tsx';
import { PasskeyForm } from '../../components/identity/passkey-form.tsx';
import { SecurityUrge } from '../../components/identity/security-urge.tsx';
import { Throttled } from '../../components/throttled.tsx';
import { usePage } from '../../layout/page.tsx';
import { renderPage } from '../../layout/render-page.tsx';
import type { PageContext } from '../../page-context.ts';
import { paths } from '../../paths.ts';
import type { FormError } from '../../view-types.ts';

export interface ConfirmProps {
  /** Where the proof goes: the form that asked for it, or /confirm. */
  action: string;
  /** What was typed into that form, sealed. */
  kept?: string;
  /** Where /confirm leads back to. */
  returnTo?: string;
  by: 'person' | 'factor' | 'two-factors';
  login: string;
  secondFactor: boolean;
  /** Whether there is a passkey to ask for. */
  passkey: boolean;
  errors: readonly FormError[];
  throttled?: boolean;
}

/** The page. GET /confirm, and the answer to a form that comes too late. POST {password, code, passkey, kept, …} */
export function renderConfirm(context: PageContext, props: ConfirmProps): string {
  return renderPage(context, {
    title: (page) => page.t('confirm.title'),
    content: <Confirm {...props} />,
    ...(props.passkey && { islands: ['passkey'] as const }),
  });
}

function Confirm(props: ConfirmProps) {
  const { action, kept, returnTo, by, secondFactor, passkey, errors, throttled } = props;
  const { t } = usePage();
  const values = {
    ...(kept !== undefined && { kept }),
    ...(returnTo !== undefined && { returnTo, by }),
  };
  const labels: Record<string, string> = {
    password: t('signIn.password'),
    code: t('signInCode.code'),
    passkey: t('security.passkeys'),
  };
  return (
    <>
      <PageHead title={t('confirm.title')} lead={t('confirm.lead')} />
      {throttled && <Throttled />}
      <ErrorSummary errors={errors} labelOf={(name) => labels[name] ?? name} text={t('confirm.notYet')} />
      {by === 'two-factors' && !secondFactor && !passkey ? (
        <SecurityUrge title="confirm.noFactor" text="confirm.noFactorText" />
      ) : (
        <section class="card stack" id="passkey">
          {(by !== 'two-factors' || secondFactor) && <ProofForm {...props} values={values} />}
          {passkey && (
            <PasskeyForm action={action} options={paths.confirmOptions} values={values} button="confirm.passkey" />
          )}
        </section>
      )}
    </>
  );
}

function ProofForm({
  action,
  values,
  by,
  login,
  secondFactor,
  errors,
}: ConfirmProps & { values: Record<string, string> }) {
  const { t, csrf } = usePage();
  const both = by !== 'person' && secondFactor;
  return (
    <form class="stack" method="post" action={action}>
      <input type="hidden" name="_csrf" value={csrf} />
      {Object.entries(values).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      <input type="text" name="login" value={login} autocomplete="username" readOnly hidden />
      {secondFactor && <p class="help">{t(both ? 'confirm.both' : 'confirm.either')}</p>}
      <Field name="password" label={t('signIn.password')} errors={errors}>
        {(control) => (
          <input
            {...control}
            name="password"
            type="password"
            required={both || !secondFactor}
            autocomplete="current-password"
            maxLength={1000}
          />
        )}
      </Field>
      {secondFactor && <CodeField errors={errors} required={both} />}
      <div class="actions">
        <button class="button" type="submit">
          {t('confirm.button')}
        </button>
      </div>
    </form>
  );
}

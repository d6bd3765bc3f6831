// Changing one's password: the present one, and the new one twice. Nothing that was typed comes back.
import { usePage } from '../../layout/page.tsx';
import { paths } from '../../paths.ts';
import type { FormError } from '../../view-types.ts';
import { ErrorSummary, Field } from '../field.tsx';
import { Throttled } from '../throttled.tsx';

type FieldName = 'current' | 'next' | 'again';

export interface PasswordFormProps {
  errors?: readonly FormError[];
  /** Too many wrong passwords: the next attempt has to wait. */
  throttled?: boolean;
}

/** POST /account/password {current, next, again, _csrf} */
export function PasswordForm({ errors, throttled = false, login }: PasswordFormProps & { login: string }) {
  const { t, csrf } = usePage();
  const field = (name: FieldName, kind: 'current-password' | 'new-password', help?: string) => (
    <Field name={name} label={t(`account.${name}`)} errors={errors} {...(help !== undefined && { help })}>
      {(control) => <input {...control} name={name} type="password" required autocomplete={kind} maxLength={1000} />}
    </Field>
  );
  return (
    <>
      {throttled && <Throttled />}
      <ErrorSummary
        errors={errors}
        labelOf={(name) => t(`account.${name as FieldName}`)}
        text={t('account.passwordKept')}
      />
      <form class="stack" method="post" action={paths.changePassword}>
        <p class="help">{t('account.passwordText')}</p>
        <input type="hidden" name="_csrf" value={csrf} />
        <input type="text" name="login" value={login} autocomplete="username" readOnly hidden />
        {field('current', 'current-password')}
        {field('next', 'new-password', t('account.nextHelp'))}
        {field('again', 'new-password')}
        <div class="actions">
          <button class="button" type="submit">
            {t('account.changePassword')}
          </button>
        </div>
      </form>
    </>
  );
}

// The field for a code: six digits of an app, or one from paper.
import { usePage } from '../../layout/page.tsx';
import type { FormError } from '../../view-types.ts';
import { Field } from '../field.tsx';

interface CodeFieldProps {
  errors?: readonly FormError[];
  label?: string;
  help?: string;
  required?: boolean;
}

/** `code`, offered to the device's own filling in. */
export function CodeField({ errors, label, help, required = true }: CodeFieldProps) {
  const { t } = usePage();
  return (
    <Field name="code" label={label ?? t('signInCode.code')} help={help ?? t('signInCode.help')} errors={errors}>
      {(control) => (
        <input
          {...control}
          class="code-input"
          name="code"
          required={required}
          autocomplete="one-time-code"
          autocapitalize="none"
          spellcheck={false}
          maxLength={60}
        />
      )}
    </Field>
  );
}

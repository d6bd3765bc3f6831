// Form fields: a label, help, the error at the field, and a summary at the top that takes focus and leads to each.
import type { ComponentChildren } from 'preact';
import { isMessageKey } from '../i18n/translate.ts';
import { type Page, usePage } from '../layout/page.tsx';
import type { FormError } from '../view-types.ts';
import { Icon } from './icon.tsx';

/** The words of an error; a code without its own words says that the value cannot be accepted. */
export function errorText(page: Page, error: FormError): string {
  const key = `error.${error.code}`;
  return isMessageKey(key) ? page.t(key, error.params) : page.t('error.invalid');
}

interface FieldProps {
  name: string;
  label: string;
  errors?: readonly FormError[] | undefined;
  help?: string;
  optional?: boolean;
  /** The control; it is given the id and what describes it. */
  children: (control: { id: string; 'aria-describedby'?: string; 'aria-invalid'?: 'true' }) => ComponentChildren;
}

/** One labelled control. */
export function Field({ name, label, errors, help, optional = false, children }: FieldProps) {
  const page = usePage();
  const error = errors?.find((one) => one.field === name);
  const described = [help !== undefined && `${name}-help`, error !== undefined && `${name}-error`].filter(Boolean);
  const control = {
    id: name,
    ...(described.length > 0 && { 'aria-describedby': described.join(' ') }),
    ...(error !== undefined && { 'aria-invalid': 'true' as const }),
  };
  return (
    <div class={error === undefined ? 'field' : 'field wrong'}>
      <label for={name}>
        {label} {optional && <span class="optional">{page.t('form.optional')}</span>}
      </label>
      {help !== undefined && (
        <p class="help" id={`${name}-help`}>
          {help}
        </p>
      )}
      {children(control)}
      {error !== undefined && <FieldError name={name} text={errorText(page, error)} />}
    </div>
  );
}

/** The error under a control. */
export function FieldError({ name, text }: { name: string; text: string }) {
  return (
    <p class="field-error" id={`${name}-error`}>
      <Icon name="warning" /> {text}
    </p>
  );
}

interface ErrorSummaryProps {
  errors: readonly FormError[] | undefined;
  /** The label of a field, to say in the summary which one is meant. */
  labelOf: (field: string) => string;
  /** What became of what was typed; without it, that it is still there. */
  text?: string;
}

/** All errors of a form, each a link to its field; the script moves the focus here. */
export function ErrorSummary({ errors, labelOf, text }: ErrorSummaryProps) {
  const page = usePage();
  if (errors === undefined || errors.length === 0) return null;
  return (
    <div class="error-summary" role="alert" tabIndex={-1} data-focus>
      <h2>{page.count('form.errors', errors.length)}</h2>
      <p>{text ?? page.t('form.kept')}</p>
      <ul>
        {errors.map((error) => (
          <li key={`${error.field} ${error.code}`}>
            <a href={`#${error.field}`}>
              {labelOf(error.field)}: {errorText(page, error)}
            </a>
          </li>
        ))}
      </ul>
    </div>
  );
}

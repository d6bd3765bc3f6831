// The fields of people's forms: what was typed stays, passwords excepted.

import type { MessageKey } from '../i18n/translate.ts';
import { usePage } from '../layout/page.tsx';
import type { FormError } from '../view-types.ts';
import { ErrorSummary, Field } from './field.tsx';

/** What was typed and what is wrong with it. */
export interface PersonForm {
  values: Readonly<Record<string, string>>;
  errors: readonly FormError[];
}

const sexes = ['female', 'male', 'other'] as const;

interface LineProps extends PersonForm {
  name: string;
  label: MessageKey;
  help?: MessageKey;
  type?: 'text' | 'tel' | 'email' | 'date';
  autocomplete?: string;
  max?: number;
  optional?: boolean;
}

/** One line of text. */
export function Line({ name, label, help, type = 'text', autocomplete = 'off', max = 200, ...form }: LineProps) {
  const { t } = usePage();
  const { values, errors, optional = false } = form;
  return (
    <Field name={name} label={t(label)} errors={errors} optional={optional} {...(help && { help: t(help) })}>
      {(control) => (
        <input
          {...control}
          name={name}
          type={type}
          value={values[name] ?? ''}
          autocomplete={autocomplete}
          maxLength={max}
          required={!optional}
        />
      )}
    </Field>
  );
}

interface ChoiceProps extends PersonForm {
  name: string;
  label: MessageKey;
  options: readonly { value: string; text: string }[];
  optional?: boolean;
}

/** One of several, nothing chosen at first. */
export function Choice({ name, label, options, values, errors, optional = false }: ChoiceProps) {
  const { t } = usePage();
  return (
    <Field name={name} label={t(label)} errors={errors} optional={optional}>
      {(control) => (
        <select {...control} name={name} required={!optional}>
          <option value="">{t('person.choose')}</option>
          {options.map(({ value, text }) => (
            <option key={value} value={value} selected={value === values[name]}>
              {text}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}

/** Male, female or other. */
export function SexField(form: PersonForm) {
  const { t } = usePage();
  return (
    <Choice
      {...form}
      name="sex"
      label="person.sex"
      options={sexes.map((value) => ({ value, text: t(`sex.${value}`) }))}
    />
  );
}

/** A new password, twice. What was typed is never shown again. */
export function NewPasswordFields({ errors }: Pick<PersonForm, 'errors'>) {
  const { t } = usePage();
  const field = (name: 'password' | 'passwordAgain', help?: string) => (
    <Field name={name} label={t(`person.${name}`)} errors={errors} {...(help && { help })}>
      {(control) => (
        <input {...control} name={name} type="password" required autocomplete="new-password" maxLength={1000} />
      )}
    </Field>
  );
  return (
    <>
      {field('password', t('person.passwordHelp', { min: 12 }))}
      {field('passwordAgain')}
    </>
  );
}

/** The errors of a form of a person, each leading to its field. */
export function PersonErrors({ errors }: Pick<PersonForm, 'errors'>) {
  const { t } = usePage();
  const labels: Readonly<Record<string, MessageKey>> = {
    reason: 'check.reason',
    apart: 'check.reason',
    phone: 'person.phone',
  };
  return <ErrorSummary errors={errors} labelOf={(field) => t(labels[field] ?? (`person.${field}` as MessageKey))} />;
}

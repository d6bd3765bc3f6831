// The fields of people's forms, parsed: each gives what it holds, or says at its field what is wrong.

import { ageYears, formatAbhaNumber, isAadhaar, type Sex, westernDigits } from '@patrec/fhir';
import { isMailAddress } from '../mail-address.ts';
import { passwordProblem } from './password-rules.ts';

const ADULT_YEARS = 18;
const OLDEST_YEARS = 130;
const SEXES: readonly Sex[] = ['male', 'female', 'other'];

/** What is wrong with what was typed, at which field. */
export interface FieldProblem {
  readonly field: string;
  readonly code: string;
  readonly params?: Readonly<Record<string, string>>;
}

/** Reads the fields of one form; `errors` collects what is wrong with them. */
export interface FieldReader {
  readonly errors: FieldProblem[];
  /** One line of text; empty where it is optional and nothing was typed. */
  readonly line: (field: string, max: number, optional?: boolean) => string;
  readonly name: (field: string) => string;
  readonly sex: () => Sex;
  /** A day up to `today`; `children` where people under 18 are meant too. */
  readonly birthDate: (today: string, children?: boolean) => string;
  readonly phone: (field: string, optional?: boolean) => string;
  /** One of the options; undefined where nothing was chosen. */
  readonly option: <Option extends string>(
    field: string,
    options: readonly Option[],
    optional?: boolean,
  ) => Option | undefined;
  readonly email: (field?: string, optional?: boolean) => string | undefined;
  readonly abha: () => string | undefined;
  /** The 12 digits. */
  readonly aadhaar: (optional?: boolean) => string | undefined;
  readonly password: (person: { readonly login?: string; readonly name: string }) => string;
}

/** Gives a reader of the form's fields. */
export function readFields(form: Readonly<Record<string, string>>): FieldReader {
  const errors: FieldProblem[] = [];
  const typed = (field: string) => (form[field] ?? '').normalize('NFC').replaceAll(/\s+/g, ' ').trim();
  const fail = (field: string, code: string, params?: Record<string, string>) => {
    errors.push({ field, code, ...(params && { params }) });
  };
  const line = (field: string, max: number, optional = false) => {
    const text = typed(field);
    if (text === '' && !optional) fail(field, 'required');
    if ([...text].length > max) fail(field, 'too-long', { max: String(max) });
    if (/\p{Cc}|\p{Cs}|\p{Cn}/u.test(text)) fail(field, 'not-text');
    return text;
  };
  return {
    errors,
    line,
    name(field) {
      const text = line(field, 100);
      if (text !== '' && !/\p{L}/u.test(text)) fail(field, 'not-a-name');
      return text;
    },
    sex() {
      const sex = SEXES.find((one) => one === form.sex);
      if (!sex) fail('sex', 'unknown-option', { offered: SEXES.join(', ') });
      return sex ?? 'unknown';
    },
    birthDate(today, children = false) {
      const text = typed('birthDate');
      const code = birthProblem(text, today, children);
      if (code) fail('birthDate', code);
      return text;
    },
    phone(field, optional = false) {
      const phone = phoneOf(typed(field));
      if (!phone && typed(field) !== '') fail(field, 'not-a-phone');
      if (typed(field) === '' && !optional) fail(field, 'required');
      return phone ?? '';
    },
    option(field, options, optional = false) {
      const found = options.find((one) => one === typed(field));
      if (!found && !(optional && typed(field) === '')) fail(field, 'unknown-option', { offered: options.join(', ') });
      return found;
    },
    email(field = 'email', optional = true) {
      const text = line(field, 254, optional);
      if (text !== '' && !isMailAddress(text)) fail(field, 'not-an-email');
      return text || undefined;
    },
    abha() {
      const text = typed('abha');
      const abha = formatAbhaNumber(westernDigits(text));
      if (text !== '' && !abha) fail('abha', 'not-an-abha');
      return abha;
    },
    aadhaar(optional = true) {
      const digits = westernDigits(typed('aadhaar')).replaceAll(/[\s-]/g, '');
      if (digits === '' && !optional) fail('aadhaar', 'required');
      if (digits !== '' && !isAadhaar(digits)) fail('aadhaar', 'not-an-aadhaar');
      return digits || undefined;
    },
    password(person) {
      const { password = '', passwordAgain = '' } = form;
      const problem = passwordProblem(password, { login: '', ...person });
      if (problem) errors.push({ field: 'password', ...problem });
      else if (password !== passwordAgain) fail('passwordAgain', 'password-differs');
      return password;
    },
  };
}

/** An Indian mobile or landline number as `+919876543210`, or another country's with its plus; undefined for neither. */
export function phoneOf(text: string): string | undefined {
  const digits = westernDigits(text).replaceAll(/[\s().-]/g, '');
  const indian = /^(?:\+91|0091|91(?=\d{10}$)|0)?([1-9]\d{9})$/.exec(digits)?.[1];
  if (indian) return `+91${indian}`;
  return /^\+(?!91)[1-9]\d{7,14}$/.test(digits) ? digits : undefined;
}

function birthProblem(text: string, today: string, children: boolean): string | undefined {
  if (text === '') return 'required';
  const time = /^\d{4}-\d\d-\d\d$/.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(time) || !new Date(time).toISOString().startsWith(text)) return 'not-a-day';
  if (text > today) return 'in-future';
  const age = ageYears(text, today);
  if (age > OLDEST_YEARS) return 'not-a-day';
  return age < ADULT_YEARS && !children ? 'under-age' : undefined;
}

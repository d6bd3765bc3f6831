// What a registration says, field by field, in the order of its form and in the reader's words.
import { genders, photoCards, type RegistrationValues, registrationParts, states } from '@patrec/fhir';
import { isMessageKey } from '../../i18n/translate.ts';
import type { Page } from '../../layout/page.tsx';
import { type Difference, difference } from './record-differences.ts';
import { languageName } from './registration-fields.tsx';

const names = Object.values(registrationParts)
  .flat()
  .filter((name) => name !== 'age' && name !== 'noAllergies');

/** Every field that either of two versions has. */
export function registrationDifferences(
  page: Page,
  before: RegistrationValues,
  after: RegistrationValues,
): Difference[] {
  return names.flatMap((name) => {
    const [was, is] = [before, after].map((values) => valueText(page, name, values));
    return difference(name, labelText(page, name), was, is);
  });
}

/** What it says: labels with their values. */
export function registrationFacts(page: Page, values: RegistrationValues): (readonly [string, string])[] {
  return names.flatMap((name) => {
    const text = valueText(page, name, values);
    return text === undefined ? [] : [[labelText(page, name), text] as const];
  });
}

function labelText({ t }: Page, name: string): string {
  const key = `person.${name}`;
  return isMessageKey(key) ? t(key) : name;
}

function valueText(page: Page, name: string, values: RegistrationValues): string | undefined {
  const value = (values[name] ?? '').trim();
  if (name === 'birthDate') return birthText(page, value || (values.born ?? ''));
  if (name === 'allergies' && values.noAllergies === 'yes') return page.t('banner.noAllergies');
  return value === '' ? undefined : chosenText(page, name, value);
}

// A birth that somebody is typing may be no day yet.
function birthText({ date }: Page, value: string): string | undefined {
  return /^\d{4}(-\d{2}){0,2}$/.test(value) ? date(value) : value || undefined;
}

function chosenText({ t }: Page, name: string, value: string): string {
  if (name === 'sex') return value === 'female' || value === 'male' || value === 'other' ? t(`sex.${value}`) : value;
  if (name === 'gender' && isKeyOf(genders, value)) return t(`gender.${value}`);
  if (name === 'card' && isKeyOf(photoCards, value)) return t(`document.${value}`);
  if (name === 'state' && isKeyOf(states, value)) return states[value];
  if (name === 'cardNumber') return `… ${value.slice(-4)}`;
  return name === 'language' || name === 'officialLanguage' ? languageName(value) : value;
}

function isKeyOf<Names extends object>(of: Names, key: string): key is keyof Names & string {
  return Object.hasOwn(of, key);
}

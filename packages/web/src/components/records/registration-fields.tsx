// The fields of a patient's registration at the desk, in groups (RECORDS.md, Patient).
import { bloodGroups, genders, photoCards, states } from '@patrec/fhir';
import type { ComponentChildren } from 'preact';
import type { MessageKey } from '../../i18n/translate.ts';
import { usePage } from '../../layout/page.tsx';
import { Field } from '../field.tsx';
import { Choice, Line, type PersonForm, SexField } from '../person-fields.tsx';

const languages = [
  { value: 'en', text: 'English' },
  { value: 'hi', text: 'हिन्दी' },
  { value: 'ta', text: 'தமிழ்' },
];
const nameLanguages = [
  ...languages.slice(1),
  { value: 'bn', text: 'বাংলা' },
  { value: 'te', text: 'తెలుగు' },
  { value: 'mr', text: 'मराठी' },
  { value: 'gu', text: 'ગુજરાતી' },
  { value: 'kn', text: 'ಕನ್ನಡ' },
  { value: 'ml', text: 'മലയാളം' },
  { value: 'pa', text: 'ਪੰਜਾਬੀ' },
  { value: 'or', text: 'ଓଡ଼ିଆ' },
  { value: 'as', text: 'অসমীয়া' },
  { value: 'ur', text: 'اردو' },
  { value: 'ne', text: 'नेपाली' },
];

/** What a language is called in itself; of others the code. */
export function languageName(code: string): string {
  return [...languages, ...nameLanguages].find(({ value }) => value === code)?.text ?? code;
}

/** All of them. {name, officialName, …, medication} An Aadhaar number is not changed here. */
export function RegistrationFields({ changes = false, ...form }: PersonForm & { changes?: boolean }) {
  return (
    <>
      <Who {...form} />
      <Where {...form} />
      <Numbers {...form} changes={changes} />
      <Health {...form} />
    </>
  );
}

/** Where somebody is found. {language, phone, …, contactPhone} */
export function ContactFields(form: PersonForm) {
  return (
    <>
      <Where {...form} />
      <LanguageField {...form} />
    </>
  );
}

function LanguageField(form: PersonForm) {
  return <Choice {...form} name="language" label="person.language" options={languages} />;
}

function Group({ title, children }: { title: MessageKey; children: ComponentChildren }) {
  const { t } = usePage();
  return (
    <fieldset class="person-group">
      <legend>{t(title)}</legend>
      {children}
    </fieldset>
  );
}

function Who(form: PersonForm) {
  const { t, date } = usePage();
  const { born } = form.values;
  const words = (prefix: string, ids: readonly string[]) =>
    ids.map((value) => ({ value, text: t(`${prefix}.${value}` as MessageKey) }));
  return (
    <Group title="register.who">
      <Line {...form} name="name" label="person.name" help="register.nameHelp" max={100} />
      <Line {...form} name="officialName" label="person.officialName" max={100} optional />
      <Choice {...form} name="officialLanguage" label="person.officialLanguage" options={nameLanguages} optional />
      <SexField {...form} />
      <Choice {...form} name="gender" label="person.gender" options={words('gender', Object.keys(genders))} optional />
      {born !== undefined && (
        <div class="field">
          <input type="hidden" name="born" value={born} />
          <p class="help">{t('change.born', { date: date(born) })}</p>
        </div>
      )}
      <Line {...form} name="birthDate" label="person.birthDate" help="register.birthHelp" type="date" optional />
      <Line {...form} name="age" label="person.age" help="register.ageHelp" max={3} optional />
      <LanguageField {...form} />
    </Group>
  );
}

function Where(form: PersonForm) {
  return (
    <Group title="register.where">
      <Line {...form} name="phone" label="person.phone" help="person.phoneHelp" type="tel" max={30} optional />
      <Line {...form} name="email" label="person.email" help="register.emailHelp" type="email" max={254} optional />
      <Line {...form} name="addressLine" label="person.addressLine" optional />
      <Line {...form} name="city" label="person.city" max={60} optional />
      <Line {...form} name="district" label="person.district" max={60} optional />
      <Choice
        {...form}
        name="state"
        label="person.state"
        options={Object.entries(states).map(([value, text]) => ({ value, text }))}
        optional
      />
      <Line {...form} name="pin" label="person.pin" max={10} optional />
      <Line {...form} name="contactName" label="person.contactName" max={100} optional />
      <Line {...form} name="contactRelation" label="person.contactRelation" max={60} optional />
      <Line {...form} name="contactPhone" label="person.contactPhone" type="tel" max={30} optional />
    </Group>
  );
}

function Numbers({ changes, ...form }: PersonForm & { changes: boolean }) {
  const { t } = usePage();
  const cards = Object.keys(photoCards).map((value) => ({ value, text: t(`document.${value}` as MessageKey) }));
  return (
    <Group title="register.numbers">
      <Line {...form} name="abha" label="person.abha" max={30} optional />
      <Line {...form} name="abhaAddress" label="person.abhaAddress" max={100} optional />
      {!changes && (
        <Line {...form} name="aadhaar" label="person.aadhaar" help="register.aadhaarHelp" max={20} optional />
      )}
      <Choice {...form} name="card" label="person.card" options={cards} optional />
      <Line {...form} name="cardNumber" label="person.cardNumber" help="register.cardHelp" max={30} optional />
    </Group>
  );
}

function Health(form: PersonForm) {
  const { t } = usePage();
  const { values } = form;
  return (
    <Group title="register.health">
      <Choice
        {...form}
        name="bloodGroup"
        label="person.bloodGroup"
        options={bloodGroups.map((value) => ({ value, text: value }))}
        optional
      />
      <Lines {...form} name="allergies" />
      <label class="choice" for="noAllergies">
        <input type="checkbox" id="noAllergies" name="noAllergies" value="yes" checked={values.noAllergies === 'yes'} />
        <span>{t('register.noAllergies')}</span>
      </label>
      <Lines {...form} name="medication" />
    </Group>
  );
}

function Lines({ name, values, errors }: PersonForm & { name: 'allergies' | 'medication' }) {
  const { t } = usePage();
  return (
    <Field name={name} label={t(`person.${name}`)} help={t('register.linesHelp')} errors={errors} optional>
      {(control) => <textarea {...control} name={name} rows={2} maxLength={2000} value={values[name] ?? ''} />}
    </Field>
  );
}

// What the desk enters of a guardian: who, why it may be done, how far, until when, and what was looked at.
import { isoDate } from '../../i18n/dates.ts';
import type { MessageKey } from '../../i18n/translate.ts';
import { usePage } from '../../layout/page.tsx';
import { deskBases, type FormError, type GuardianLevel, relations } from '../../view-types.ts';
import { LevelFields } from '../access/level-fields.tsx';
import { Field } from '../field.tsx';
import { PairFields } from '../pair-fields.tsx';
import { DocumentField } from '../records/document-field.tsx';
import { type DeskFormProps, OpenButton } from './desk-form.tsx';

/** Inputs guardian, guardianBirthDate, relation, level, until, basis, document, note. */
export function DeskGuardianFields({ values, errors }: DeskFormProps) {
  const { t, timeZone, now } = usePage();
  return (
    <>
      <Choice name="basis" options={deskBases} chosen={values.basis} prefix="atDesk.basis" errors={errors} />
      <PairFields
        number={{ name: 'guardian', label: t('atDesk.guardianNumber'), value: values.guardian ?? '' }}
        birthDate={{
          name: 'guardianBirthDate',
          label: t('atDesk.guardianBirthDate'),
          value: values.guardianBirthDate ?? '',
        }}
        errors={errors}
      />
      <Choice name="relation" options={relations} chosen={values.relation} prefix="relation" errors={errors} />
      <LevelFields chosen={levelOf(values.level)} means="atDesk.means" errors={errors} />
      <Field name="until" label={t('invite.until')} help={t('atDesk.until')} optional errors={errors}>
        {(control) => <input {...control} type="date" name="until" value={values.until} min={isoDate(timeZone, now)} />}
      </Field>
      <DocumentField chosen={values.document ?? ''} help={t('atDesk.documentHelp')} errors={errors} />
      <Field name="note" label={t('atDesk.note')} help={t('atDesk.noteHelp')} optional errors={errors}>
        {(control) => <input {...control} name="note" value={values.note} maxLength={200} autocomplete="off" />}
      </Field>
      <OpenButton />
    </>
  );
}

interface ChoiceProps<Option extends string> {
  name: 'basis' | 'relation';
  options: readonly Option[];
  chosen: string | undefined;
  prefix: 'atDesk.basis' | 'relation';
  errors: readonly FormError[];
}

function Choice<Option extends string>({ name, options, chosen, prefix, errors }: ChoiceProps<Option>) {
  const { t } = usePage();
  return (
    <Field name={name} label={t(`atDesk.${name}`)} errors={errors}>
      {(control) => (
        <select {...control} name={name} required>
          <option value="">{t('person.choose')}</option>
          {options.map((option) => (
            <option key={option} value={option} selected={option === chosen}>
              {t(`${prefix}.${option}` as MessageKey)}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}

function levelOf(text: string | undefined): GuardianLevel | '' {
  return text === 'view' || text === 'complete' ? text : '';
}

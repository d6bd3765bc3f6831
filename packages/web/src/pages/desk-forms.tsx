// What the desk enters for a patient: a guardian, an e-mail address, an Aadhaar number.
import type { ComponentChildren } from 'preact';
import { PageHead } from '../components/card.tsx';
import { DocumentField } from '../components/document-field.tsx';
import { ErrorSummary, Field } from '../components/field.tsx';
import { LevelFields } from '../components/level-fields.tsx';
import { PairFields } from '../components/pair-fields.tsx';
import { Throttled } from '../components/throttled.tsx';
import { isoDate } from '../i18n/dates.ts';
import type { MessageKey } from '../i18n/translate.ts';
import { usePage } from '../layout/page.tsx';
import { renderPage } from '../layout/render-page.tsx';
import type { PageContext } from '../page-context.ts';
import { paths } from '../paths.ts';
import { deskBases, type FormError, type GuardianLevel, relations } from '../view-types.ts';

/** As typed. */
export type DeskValues = Readonly<Record<string, string>>;

export interface DeskFormProps {
  values: DeskValues;
  errors: readonly FormError[];
  /** Too many pairs that matched nobody: the next has to wait. */
  throttled?: boolean;
}

const labels: Readonly<Record<string, MessageKey>> = {
  number: 'atDesk.number',
  birthDate: 'atDesk.birthDate',
  guardian: 'atDesk.guardianNumber',
  guardianBirthDate: 'atDesk.guardianBirthDate',
  relation: 'atDesk.relation',
  level: 'invite.level',
  until: 'invite.until',
  basis: 'atDesk.basis',
  document: 'deskRecovery.document',
  note: 'atDesk.note',
  address: 'email.address',
  aadhaar: 'person.aadhaar',
};

/** GET and POST /desk/guardian {number, birthDate, guardian, guardianBirthDate, relation, level, until, basis, document, note} */
export function renderDeskGuardian(context: PageContext, props: DeskFormProps): string {
  return renderPage(context, {
    title: (page) => page.t('atDesk.guardian'),
    content: (
      <DeskForm {...props} what="guardian" action={paths.deskGuardian}>
        <GuardianFields {...props} />
      </DeskForm>
    ),
  });
}

/** GET and POST /desk/email {number, birthDate, document, address} */
export function renderDeskEmail(context: PageContext, props: DeskFormProps): string {
  return renderPage(context, {
    title: (page) => page.t('atDesk.email'),
    content: (
      <DeskForm {...props} what="email" action={paths.deskEmail}>
        <EmailFields {...props} />
      </DeskForm>
    ),
  });
}

/** GET and POST /desk/aadhaar {number, birthDate, document, aadhaar, step=change or remove} */
export function renderDeskAadhaar(context: PageContext, props: DeskFormProps): string {
  return renderPage(context, {
    title: (page) => page.t('atDesk.aadhaar'),
    content: (
      <DeskForm {...props} what="aadhaar" action={paths.deskAadhaar}>
        <AadhaarFields {...props} />
      </DeskForm>
    ),
  });
}

interface FrameProps extends DeskFormProps {
  what: 'guardian' | 'email' | 'aadhaar';
  action: string;
  children: ComponentChildren;
}

function DeskForm({ values, errors, throttled, what, action, children }: FrameProps) {
  const { t, csrf } = usePage();
  const back = { href: paths.desk, text: t('atDesk.title') };
  return (
    <>
      <PageHead title={t(`atDesk.${what}`)} lead={t(`atDesk.${what}Lead`)} back={back} />
      {throttled && <Throttled text={t('atDesk.throttled')} />}
      <ErrorSummary errors={errors} labelOf={(field) => t(labels[field] ?? 'atDesk.number')} />
      <form class="card stack" method="post" action={action}>
        <input type="hidden" name="_csrf" value={csrf} />
        <PairFields
          number={{ name: 'number', label: t('atDesk.number'), value: values.number ?? '' }}
          birthDate={{
            name: 'birthDate',
            label: t('atDesk.birthDate'),
            value: values.birthDate ?? '',
            help: t('atDesk.birthDateHelp'),
          }}
          errors={errors}
        />
        {children}
      </form>
    </>
  );
}

function GuardianFields({ values, errors }: DeskFormProps) {
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
      <Open />
    </>
  );
}

function EmailFields({ values, errors }: DeskFormProps) {
  const { t } = usePage();
  return (
    <>
      <DocumentField chosen={values.document ?? ''} help={t('deskRecovery.documentHelp')} errors={errors} />
      <Field name="address" label={t('email.address')} errors={errors}>
        {(control) => (
          <input
            {...control}
            type="email"
            name="address"
            value={values.address}
            maxLength={254}
            autocomplete="off"
            required
          />
        )}
      </Field>
      <Open />
    </>
  );
}

function AadhaarFields({ values, errors }: DeskFormProps) {
  const { t } = usePage();
  return (
    <>
      <DocumentField chosen={values.document ?? ''} help={t('deskRecovery.documentHelp')} errors={errors} />
      <Field name="aadhaar" label={t('person.aadhaar')} errors={errors}>
        {(control) => (
          <input
            {...control}
            name="aadhaar"
            value={values.aadhaar}
            inputMode="numeric"
            autocomplete="off"
            maxLength={20}
          />
        )}
      </Field>
      <div class="actions">
        <button class="button" type="submit" name="step" value="change">
          {t('atDesk.aadhaarSave')}
        </button>
        <button class="button refuse" type="submit" name="step" value="remove">
          {t('atDesk.aadhaarRemove')}
        </button>
      </div>
    </>
  );
}

function Open() {
  const { t } = usePage();
  return (
    <div class="actions">
      <button class="button" type="submit">
        {t('atDesk.open')}
      </button>
    </div>
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

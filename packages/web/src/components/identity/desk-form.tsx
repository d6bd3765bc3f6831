// A form of the desk: the patient by number and date of birth, what is wrong, and the fields of what is entered.
import type { ComponentChildren } from 'preact';
import type { MessageKey } from '../../i18n/translate.ts';
import { usePage } from '../../layout/page.tsx';
import { paths } from '../../paths.ts';
import type { FormError } from '../../view-types.ts';
import { PageHead } from '../card.tsx';
import { ErrorSummary } from '../field.tsx';
import { PairFields } from '../pair-fields.tsx';
import { Throttled } from '../throttled.tsx';

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

interface FrameProps extends DeskFormProps {
  what: 'guardian' | 'email' | 'aadhaar' | 'registration';
  action: string;
  children: ComponentChildren;
}

/** The frame of a form of the desk: whom it is for, and its own fields. POST `action` {number, birthDate, …} */
export function DeskForm({ values, errors, throttled, what, action, children }: FrameProps) {
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
            help: t(what === 'registration' ? 'change.birthHelp' : 'atDesk.birthDateHelp'),
          }}
          errors={errors}
        />
        {children}
      </form>
    </>
  );
}

/** The button that opens it for a second person. */
export function OpenButton() {
  const { t } = usePage();
  return (
    <div class="actions">
      <button class="button" type="submit">
        {t('atDesk.open')}
      </button>
    </div>
  );
}

// Inviting a guardian: by number and date of birth, then who that is, and only then is the person asked.

import { LevelFields } from '../../components/access/level-fields.tsx';
import { PageHead } from '../../components/card.tsx';
import { ErrorSummary, Field } from '../../components/field.tsx';
import { SendOrCancel } from '../../components/send-or-cancel.tsx';
import { Throttled } from '../../components/throttled.tsx';
import { isoDate } from '../../i18n/dates.ts';
import { usePage } from '../../layout/page.tsx';
import { renderPage } from '../../layout/render-page.tsx';
import type { PageContext } from '../../page-context.ts';
import { paths } from '../../paths.ts';
import { type FormError, type GuardianLevel, type GuardianRelation, type Person, relations } from '../../view-types.ts';

export interface InvitationValues {
  number: string;
  birthDate: string;
  relation: GuardianRelation;
  /** Empty where nothing was chosen yet. */
  level: GuardianLevel | '';
  /** A date; empty for no end. */
  until: string;
}

export interface InviteGuardianProps {
  values: InvitationValues;
  errors?: readonly FormError[];
  /** The day on which the reader comes of age, where they are not: every guardianship ends then. */
  ofAgeOn: string | null;
  /** Too many that matched nobody: the next has to wait. */
  throttled?: boolean;
}

/** GET and POST /guardians/invite {number, birthDate, relation, level, until, step=check} */
export function renderInviteGuardian(context: PageContext, props: InviteGuardianProps): string {
  return renderPage(context, { title: (page) => page.t('invite.title'), content: <InviteForm {...props} /> });
}

export interface InviteConfirmProps {
  guardian: Person;
  /** As typed, to be sent again. */
  values: InvitationValues;
  nonce: string;
  ofAgeOn: string | null;
}

/** Who it is, before they are asked. POST /guardians/invite {…, nonce, step=confirm or edit} */
export function renderInviteConfirm(context: PageContext, props: InviteConfirmProps): string {
  return renderPage(context, {
    title: (page) => page.t('invite.confirm', { who: props.guardian.name }),
    content: <InviteConfirm {...props} />,
  });
}

const labels = {
  number: 'invite.number',
  birthDate: 'invite.birthDate',
  relation: 'invite.relation',
  level: 'invite.level',
  until: 'invite.until',
} as const;

function InviteForm({ values, errors, ofAgeOn, throttled = false }: InviteGuardianProps) {
  const { t, csrf, now, timeZone, date } = usePage();
  const back = { href: paths.guardians, text: t('guardians.title') };
  return (
    <>
      <PageHead title={t('invite.title')} lead={t('invite.lead')} back={back} />
      {throttled && <Throttled text={t('invite.throttled')} />}
      <ErrorSummary errors={errors} labelOf={(field) => t(labels[field as keyof typeof labels])} />
      <form class="card stack" method="post" action={paths.inviteGuardian}>
        <input type="hidden" name="_csrf" value={csrf} />
        <Field name="number" label={t('invite.number')} help={t('invite.numberHelp')} errors={errors}>
          {(control) => (
            <input {...control} name="number" value={values.number} maxLength={20} autocomplete="off" required />
          )}
        </Field>
        <Field name="birthDate" label={t('invite.birthDate')} help={t('invite.birthDateHelp')} errors={errors}>
          {(control) => <input {...control} type="date" name="birthDate" value={values.birthDate} required />}
        </Field>
        <Field name="relation" label={t('invite.relation')} errors={errors}>
          {(control) => (
            <select {...control} name="relation">
              {relations.map((relation) => (
                <option key={relation} value={relation} selected={relation === values.relation}>
                  {t(`relation.${relation}`)}
                </option>
              ))}
            </select>
          )}
        </Field>
        <LevelFields chosen={values.level} errors={errors} />
        <Field
          name="until"
          label={t('invite.until')}
          help={ofAgeOn === null ? t('invite.untilHelp') : t('invite.untilChild', { date: date(ofAgeOn) })}
          optional
          errors={errors}
        >
          {(control) => (
            <input {...control} type="date" name="until" value={values.until} min={isoDate(timeZone, now)} />
          )}
        </Field>
        <SendOrCancel text={t('share.next')} back={back.href} step="check" />
      </form>
    </>
  );
}

function InviteConfirm({ guardian, values, nonce, ofAgeOn }: InviteConfirmProps) {
  const { t, rich, csrf, date } = usePage();
  const back = { href: paths.guardians, text: t('guardians.title') };
  const level = values.level === 'complete' ? 'complete' : 'view';
  const ofAge = ofAgeOn !== null && (values.until === '' || values.until >= ofAgeOn.slice(0, 10));
  const end = values.until === '' ? t('guardian.noEnd') : t('access.untilDate', { date: date(values.until) });
  return (
    <>
      <PageHead title={t('invite.confirm', { who: guardian.name })} back={back} />
      <section class="card attention">
        <p class="request-words large">
          {rich('invite.sentence', {
            who: <strong>{guardian.name}</strong>,
            number: <span class="code">{guardian.login}</span>,
          })}
        </p>
        <ul class="points">
          <li>{t(`guardian.means.${level}`)}</li>
          <li>{ofAge ? t('invite.untilChild', { date: date(ofAgeOn) }) : end}</li>
          <li>{t('invite.person')}</li>
          <li>{t('invite.undo')}</li>
        </ul>
        <form class="actions" method="post" action={paths.inviteGuardian}>
          <input type="hidden" name="_csrf" value={csrf} />
          {Object.entries({ ...values, nonce }).map(([name, value]) => (
            <input key={name} type="hidden" name={name} value={value} />
          ))}
          <button class="button" type="submit" name="step" value="confirm">
            {t('invite.button')}
          </button>
          <button class="button quiet" type="submit" name="step" value="edit">
            {t('share.change')}
          </button>
        </form>
      </section>
    </>
  );
}

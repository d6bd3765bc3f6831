// Sharing without a request: what and with whom, then who that is, and only then is it shared.

import { PurposeFields } from '../../components/access/purpose-fields.tsx';
import { ScopeFields, type ScopeValues, scopeLabel } from '../../components/access/scope-fields.tsx';
import { scopeText } from '../../components/access/scope-words.tsx';
import { PageHead } from '../../components/card.tsx';
import { ErrorSummary, Field } from '../../components/field.tsx';
import { SendOrCancel } from '../../components/send-or-cancel.tsx';
import { InWhosePlace } from '../../layout/guardian-bar.tsx';
import { usePage } from '../../layout/page.tsx';
import { renderPage } from '../../layout/render-page.tsx';
import type { PageContext } from '../../page-context.ts';
import { paths } from '../../paths.ts';
import type { AccessScope, FormError, Purpose, RecordChoice, RecordType, Requester } from '../../view-types.ts';

export interface ShareValues extends ScopeValues {
  doctor: string;
  purpose: Purpose;
  until: string;
}

export interface ShareProps {
  /** How many records of each type there are now. */
  recordTypes: Readonly<Partial<Record<RecordType, number>>>;
  /** The records that can be shared singly, newest first. */
  choices: readonly RecordChoice[];
  values: ShareValues;
  errors?: readonly FormError[];
}

/** The form. GET and POST /access/share {doctor, extent, types, records, from, to, purpose, until, step=check} */
export function renderShare(context: PageContext, props: ShareProps): string {
  return renderPage(context, { title: (page) => page.t('share.title'), content: <ShareForm {...props} /> });
}

export interface ShareConfirmProps {
  grantee: Requester;
  scope: AccessScope;
  /** As typed, to be sent again. */
  values: ShareValues;
  nonce: string;
}

/** Who it is, before anything is shared. POST /access/share {…, nonce, step=confirm or edit} */
export function renderShareConfirm(context: PageContext, props: ShareConfirmProps): string {
  return renderPage(context, {
    title: (page) => page.t('share.confirm', { who: props.grantee.name }),
    content: <ShareConfirm {...props} />,
  });
}

function ShareForm({ recordTypes, choices, values, errors }: ShareProps) {
  const page = usePage();
  const { t, csrf } = page;
  const back = { href: paths.access, text: t('access.title') };
  return (
    <>
      <PageHead title={t('share.title')} lead={t('share.lead')} back={back} />
      <ErrorSummary errors={errors} labelOf={(field) => scopeLabel(page, field)} />
      <form class="card stack" method="post" action={paths.share}>
        <input type="hidden" name="_csrf" value={csrf} />
        <Field
          name="doctor"
          label={t('scope.label.doctor')}
          help={t('share.doctorHelp', { example: 'DOC2' })}
          errors={errors}
        >
          {(control) => (
            <input
              {...control}
              type="text"
              name="doctor"
              value={values.doctor}
              maxLength={20}
              autocomplete="off"
              required
            />
          )}
        </Field>
        <ScopeFields
          values={values}
          offered={Object.keys(recordTypes) as RecordType[]}
          counts={recordTypes}
          everything
          singles={{ kind: 'listed', choices, chosen: (values.records ?? []).map(Number) }}
          errors={errors}
        />
        <PurposeFields values={values} help={t('request.untilHelp')} errors={errors} />
        <SendOrCancel text={t('share.next')} back={back.href} step="check" />
      </form>
    </>
  );
}

function ShareConfirm({ grantee, scope, values, nonce }: ShareConfirmProps) {
  const page = usePage();
  const { t, rich, csrf } = page;
  const back = { href: paths.access, text: t('access.title') };
  return (
    <>
      <PageHead title={t('share.confirm', { who: grantee.name })} back={back} />
      <section class="card attention">
        <p class="request-words large">
          {rich('share.sentence', {
            who: <strong>{grantee.name}</strong>,
            what: <strong>{scopeText(page, scope)}</strong>,
          })}
        </p>
        <Grantee grantee={grantee} values={values} />
        <ul class="points">
          <li>{t('share.person')}</li>
          <li>{t('request.approveText')}</li>
        </ul>
        <InWhosePlace />
        <form class="actions" method="post" action={paths.share}>
          <input type="hidden" name="_csrf" value={csrf} />
          <HiddenValues values={values} nonce={nonce} />
          <button class="button" type="submit" name="step" value="confirm">
            {t('share.button')}
          </button>
          <button class="button quiet" type="submit" name="step" value="edit">
            {t('share.change')}
          </button>
        </form>
      </section>
    </>
  );
}

function Grantee({ grantee, values }: Pick<ShareConfirmProps, 'grantee' | 'values'>) {
  const { t, date } = usePage();
  const facts = [
    [t('share.number'), grantee.login],
    [t('share.speciality'), grantee.speciality ?? t('share.unknown')],
    [t('share.workplace'), grantee.workplace ?? t('share.unknown')],
    [t('request.why'), t(`purpose.${values.purpose}`)],
    [t('request.until'), date(values.until)],
  ];
  return (
    <dl class="facts">
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function HiddenValues({ values, nonce }: Pick<ShareConfirmProps, 'values' | 'nonce'>) {
  const { types, records = [], ...rest } = values;
  const single = Object.entries({ ...rest, nonce });
  const several = [...types.map((type) => ['types', type]), ...records.map((record) => ['records', record])];
  return (
    <>
      {[...single, ...several].map(([name, value]) => (
        <input key={`${name} ${value}`} type="hidden" name={name} value={value} />
      ))}
    </>
  );
}

// An administrator verifies or declines a doctor who signed up.
import { Card, PageHead } from '../../components/card.tsx';
import { Field } from '../../components/field.tsx';
import { PersonErrors, type PersonForm } from '../../components/person-fields.tsx';
import type { MessageKey } from '../../i18n/translate.ts';
import { usePage } from '../../layout/page.tsx';
import { renderPage } from '../../layout/render-page.tsx';
import type { PageContext } from '../../page-context.ts';
import { paths } from '../../paths.ts';
import type { ApplicantView } from '../../view-types.ts';

export interface VerificationProps extends Pick<PersonForm, 'errors'> {
  applicant: ApplicantView;
  reason: string;
}

/** The page. GET /verifications/DOC7; POST /verifications/DOC7/verify {}, /verifications/DOC7/decline {reason} */
export function renderVerification(context: PageContext, props: VerificationProps): string {
  return renderPage(context, {
    title: (page) => page.t('check.title', { who: props.applicant.name }),
    content: <Verification {...props} />,
  });
}

function Verification({ applicant, errors, reason }: VerificationProps) {
  const { t, csrf } = usePage();
  const { login, name } = applicant;
  return (
    <>
      <PageHead
        title={t('check.title', { who: name })}
        lead={t('check.lead')}
        back={{ href: paths.home, text: t('admin.title') }}
      />
      <PersonErrors errors={errors} />
      <Details applicant={applicant} />
      <form class="card stack" method="post" action={paths.verifyDoctor(login)}>
        <input type="hidden" name="_csrf" value={csrf} />
        <p>{t('check.verifyText')}</p>
        <div class="actions">
          <button class="button" type="submit">
            {t('check.verify')}
          </button>
        </div>
      </form>
      <form class="card stack" method="post" action={paths.declineDoctor(login)}>
        <input type="hidden" name="_csrf" value={csrf} />
        <p>{t('check.declineText')}</p>
        <Field name="reason" label={t('check.reason')} help={t('check.reasonHelp')} errors={errors}>
          {(control) => <textarea {...control} name="reason" rows={3} maxLength={500} value={reason} required />}
        </Field>
        <div class="actions">
          <button class="button danger" type="submit">
            {t('check.decline')}
          </button>
        </div>
      </form>
    </>
  );
}

function Details({ applicant }: Pick<VerificationProps, 'applicant'>) {
  const { t, dateTime } = usePage();
  const { login, sex, registration, council, speciality, workplace, city, phone, since } = applicant;
  const facts: readonly [MessageKey, string][] = [
    ['person.registration', registration],
    ['person.council', council],
    ['person.speciality', speciality],
    ['person.sex', t(`sex.${sex}`)],
    ['person.workplace', workplace],
    ['person.city', city],
    ['person.workPhone', phone],
  ];
  return (
    <Card title={t('check.details')}>
      <dl class="facts">
        {facts.map(([label, value]) => (
          <div key={label}>
            <dt>{t(label)}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <p class="muted">
        <span class="code">{login}</span> · {t('admin.since', { date: dateTime(since) })}
      </p>
    </Card>
  );
}

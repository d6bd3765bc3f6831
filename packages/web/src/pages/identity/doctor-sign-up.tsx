// Signing up as a doctor, and the only page that a doctor sees until an administrator has answered.
import { specialities } from '@patrec/fhir';
import { Card, PageHead } from '../../components/card.tsx';
import {
  Choice,
  Line,
  NewPasswordFields,
  PersonErrors,
  type PersonForm,
  SexField,
} from '../../components/person-fields.tsx';
import type { MessageKey } from '../../i18n/translate.ts';
import { usePage } from '../../layout/page.tsx';
import { renderPage } from '../../layout/render-page.tsx';
import type { PageContext } from '../../page-context.ts';
import { paths } from '../../paths.ts';

/** The form. GET and POST /sign-up/doctor {name, sex, registration, council, speciality, workplace, city, phone, password, passwordAgain} */
export function renderDoctorSignUp(context: PageContext, props: PersonForm): string {
  return renderPage(context, { title: (page) => page.t('signUp.doctorTitle'), content: <DoctorSignUp {...props} /> });
}

function DoctorSignUp(form: PersonForm) {
  const { t, csrf, lang } = usePage();
  const options = Object.keys(specialities)
    .map((value) => ({ value, text: t(`speciality.${value}` as MessageKey) }))
    .sort((a, b) => a.text.localeCompare(b.text, lang));
  return (
    <>
      <PageHead
        title={t('signUp.doctorTitle')}
        lead={t('signUp.doctorLead')}
        back={{ href: paths.signIn, text: t('signUp.haveNumber') }}
      />
      <PersonErrors errors={form.errors} />
      <form class="card stack" method="post" action={paths.doctorSignUp}>
        <input type="hidden" name="_csrf" value={csrf} />
        <Line {...form} name="name" label="person.name" help="person.nameHelp" autocomplete="name" />
        <SexField {...form} />
        <Line {...form} name="registration" label="person.registration" max={40} />
        <Line {...form} name="council" label="person.council" help="person.councilHelp" max={100} />
        <Choice {...form} name="speciality" label="person.speciality" options={options} />
        <Line {...form} name="workplace" label="person.workplace" autocomplete="organization" max={120} />
        <Line {...form} name="city" label="person.city" autocomplete="address-level2" max={60} />
        <Line
          {...form}
          name="phone"
          label="person.workPhone"
          help="person.workPhoneHelp"
          type="tel"
          autocomplete="tel"
        />
        <NewPasswordFields errors={form.errors} />
        <div class="actions">
          <button class="button" type="submit">
            {t('signUp.button')}
          </button>
        </div>
      </form>
    </>
  );
}

export interface WaitingProps {
  login: string;
  name: string;
  /** Why the registration was declined; null while it waits. */
  declined: string | null;
}

/** The start page of a doctor who waits for verification or was declined. */
export function renderWaiting(context: PageContext, props: WaitingProps): string {
  return renderPage(context, {
    title: (page) => page.t(props.declined === null ? 'waiting.title' : 'waiting.declined'),
    content: <Waiting {...props} />,
  });
}

function Waiting({ login, name, declined }: WaitingProps) {
  const { t } = usePage();
  const who = (
    <>
      {name} <span class="code">{login}</span>
    </>
  );
  if (declined === null)
    return (
      <PageHead
        title={t('waiting.title')}
        lead={
          <>
            {who}: {t('waiting.text')}
          </>
        }
      />
    );
  return (
    <>
      <PageHead title={t('waiting.declined')} lead={who} />
      <Card title={t('waiting.reason')} tone="attention">
        <p>{declined}</p>
      </Card>
      <p>{t('waiting.again')}</p>
    </>
  );
}

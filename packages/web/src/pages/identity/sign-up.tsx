// Signing up as a patient, and what comes of it: the number, or the way to the desk.
import { PageHead } from '../../components/card.tsx';
import { errorText, FieldError } from '../../components/field.tsx';
import {
  Choice,
  Line,
  NewPasswordFields,
  PersonErrors,
  type PersonForm,
  SexField,
} from '../../components/person-fields.tsx';
import { usePage } from '../../layout/page.tsx';
import { renderPage } from '../../layout/render-page.tsx';
import type { PageContext } from '../../page-context.ts';
import { paths } from '../../paths.ts';

export type SignUpProps = PersonForm;

const languages = [
  { value: 'en', text: 'English' },
  { value: 'hi', text: 'हिन्दी' },
  { value: 'ta', text: 'தமிழ்' },
];

/** The form. GET and POST /sign-up {name, sex, birthDate, phone, email, abha, aadhaar, language, password, passwordAgain, consent} */
export function renderSignUp(context: PageContext, props: SignUpProps): string {
  return renderPage(context, { title: (page) => page.t('signUp.title'), content: <SignUp {...props} /> });
}

function SignUp(form: SignUpProps) {
  const { t, csrf } = usePage();
  const back = { href: paths.signIn, text: t('signUp.haveNumber') };
  return (
    <>
      <PageHead title={t('signUp.title')} lead={t('signUp.lead')} back={back} />
      <PersonErrors errors={form.errors} />
      <form class="card stack" method="post" action={paths.signUp}>
        <input type="hidden" name="_csrf" value={csrf} />
        <Line {...form} name="name" label="person.name" help="person.nameHelp" autocomplete="name" />
        <SexField {...form} />
        <BirthDate {...form} />
        <Line {...form} name="phone" label="person.phone" help="person.phoneHelp" type="tel" autocomplete="tel" />
        <Line {...form} name="email" label="person.email" type="email" autocomplete="email" max={254} optional />
        <Line {...form} name="abha" label="person.abha" help="person.abhaHelp" optional />
        <Line {...form} name="aadhaar" label="person.aadhaar" help="person.aadhaarHelp" optional />
        <Choice {...form} name="language" label="person.language" options={languages} />
        <NewPasswordFields errors={form.errors} />
        <Consent {...form} />
        <div class="actions">
          <button class="button" type="submit">
            {t('signUp.button')}
          </button>
        </div>
        <p>
          <a href={paths.doctorSignUp}>{t('signUp.doctorLink')}</a>
        </p>
      </form>
    </>
  );
}

function BirthDate(form: SignUpProps) {
  return <Line {...form} name="birthDate" label="person.birthDate" type="date" autocomplete="bday" />;
}

function Consent({ values, errors }: SignUpProps) {
  const page = usePage();
  const error = errors.find(({ field }) => field === 'consent');
  return (
    <fieldset class="choices">
      <legend>{page.t('person.consent')}</legend>
      <label class="choice" for="consent">
        <input
          type="checkbox"
          id="consent"
          name="consent"
          value="yes"
          required
          checked={values.consent === 'yes'}
          aria-describedby={error ? 'consent-text consent-error' : 'consent-text'}
          aria-invalid={error ? 'true' : undefined}
        />
        <span>
          {page.t('person.consentBox')}
          <span class="help" id="consent-text">
            {page.t('person.consentText')}
          </span>
        </span>
      </label>
      {error && <FieldError name="consent" text={errorText(page, error)} />}
    </fieldset>
  );
}

/** Says that the desk helps, and nothing of why. */
export function renderDesk(context: PageContext): string {
  return renderPage(context, { title: (page) => page.t('desk.title'), content: <Desk /> });
}

function Desk() {
  const { t } = usePage();
  return (
    <>
      <PageHead title={t('desk.title')} lead={t('desk.text')} />
      <p>
        <a class="button quiet" href={paths.signIn}>
          {t('signIn.title')}
        </a>
      </p>
    </>
  );
}

export interface WelcomeProps {
  login: string;
  name: string;
}

/** The number that the person signs in with from now on. GET /welcome */
export function renderWelcome(context: PageContext, props: WelcomeProps): string {
  return renderPage(context, {
    title: (page) => page.t('welcome.writeDown', { number: props.login }),
    content: <Welcome {...props} />,
  });
}

function Welcome({ login, name }: WelcomeProps) {
  const { t } = usePage();
  return (
    <>
      <PageHead title={t('welcome.title', { name })} />
      <section class="card own-number">
        <h2>{t('welcome.number')}</h2>
        <p class="code number">{login}</p>
        <p>
          <strong>{t('welcome.writeDown', { number: login })}</strong>
        </p>
        <p>{t('welcome.why')}</p>
        <div class="actions">
          <a class="button" href={paths.home}>
            {t('welcome.go')}
          </a>
        </div>
      </section>
    </>
  );
}

// The desk registers a patient: the form, those who may be the same person, and what is handed over.
import { PageHead } from '../../components/card.tsx';
import { Field } from '../../components/field.tsx';
import { type HandedOver, HandedOverCard } from '../../components/identity/handed-over.tsx';
import { PersonErrors, type PersonForm } from '../../components/person-fields.tsx';
import { RegistrationFields } from '../../components/records/registration-fields.tsx';
import { type Page, usePage } from '../../layout/page.tsx';
import { renderPage } from '../../layout/render-page.tsx';
import type { PageContext } from '../../page-context.ts';
import { paths } from '../../paths.ts';
import type { Sex } from '../../view-types.ts';

export interface RegisterPatientProps extends PersonForm {
  nonce: string;
}

/** Somebody who may be the same person. `born` is what is known of the birth, `phoneEnd` the end of the phone number. */
export interface SimilarView {
  number: string;
  name: string;
  born: string;
  sex: Sex;
  phoneEnd: string | null;
  same: readonly ('abha' | 'phone' | 'name')[];
}

export interface SimilarPatientsProps extends RegisterPatientProps {
  similar: readonly SimilarView[];
  /** Where it is no registration, but a change of one. */
  changes?: boolean;
}

/** GET and POST /desk/register {nonce, name, …, medication} */
export function renderRegisterPatient(context: PageContext, props: RegisterPatientProps): string {
  return renderPage(context, { title: (page) => page.t('register.title'), content: <Register {...props} /> });
}

function Register({ nonce, ...form }: RegisterPatientProps) {
  const { t, csrf } = usePage();
  return (
    <>
      <PageHead
        title={t('register.title')}
        lead={t('register.lead')}
        back={{ href: paths.desk, text: t('atDesk.title') }}
      />
      <PersonErrors errors={form.errors} />
      <form class="card stack" method="post" action={paths.registerPatient}>
        <input type="hidden" name="_csrf" value={csrf} />
        <input type="hidden" name="nonce" value={nonce} />
        <RegistrationFields {...form} />
        <div class="actions">
          <button class="button" type="submit">
            {t('register.button')}
          </button>
        </div>
      </form>
    </>
  );
}

/** The answer to POST /desk/register where others may be the same person; it posts there {…, told, reason}. A change posts {…, told, apart}. */
export function renderSimilarPatients(context: PageContext, props: SimilarPatientsProps): string {
  return renderPage(context, { title: (page) => page.t('similar.title'), content: <Similar {...props} /> });
}

function Similar({ similar, values, errors, nonce, changes = false }: SimilarPatientsProps) {
  const page = usePage();
  const { t, csrf } = page;
  const reason = changes ? 'apart' : 'reason';
  const kept = Object.entries(values).filter(([name]) => !['_csrf', 'nonce', 'told', reason].includes(name));
  return (
    <>
      <PageHead title={t('similar.title')} lead={t('similar.lead', { name: values.name ?? '' })} />
      <PersonErrors errors={errors} />
      <ul class="rows card">
        {similar.map((one) => (
          <li key={one.number} class="row">
            <div class="row-body">
              <p class="row-title">
                {one.name} <span class="code">{one.number}</span>
              </p>
              <p class="muted">{describe(page, one)}</p>
              <p>{one.same.map((what) => t(`similar.same.${what}`)).join(' · ')}</p>
            </div>
            <a
              class="button quiet"
              href={`${paths.findPatient}?number=${encodeURIComponent(one.number)}`}
              aria-label={`${t('similar.this')}: ${one.name} (${one.number})`}
            >
              {t('similar.this')}
            </a>
          </li>
        ))}
      </ul>
      <form class="card stack" method="post" action={changes ? paths.changeRegistration : paths.registerPatient}>
        <h2>{t('similar.new')}</h2>
        <input type="hidden" name="_csrf" value={csrf} />
        <input type="hidden" name="nonce" value={nonce} />
        <input type="hidden" name="told" value={similar.map(({ number }) => number).join(' ')} />
        {kept.map(([name, value]) => (
          <input key={name} type="hidden" name={name} value={value} />
        ))}
        <Field name={reason} label={t('check.reason')} help={t('similar.reasonHelp')} errors={errors}>
          {(control) => (
            <textarea {...control} name={reason} rows={2} maxLength={300} required value={values[reason] ?? ''} />
          )}
        </Field>
        <div class="actions">
          <button class="button" type="submit">
            {t(changes ? 'similar.changeButton' : 'similar.newButton')}
          </button>
          <button class="button quiet" type="submit" name="edit" value="yes" formNoValidate>
            {t('similar.edit')}
          </button>
        </div>
      </form>
    </>
  );
}

function describe({ t, date }: Page, { born, sex, phoneEnd }: SimilarView): string {
  const parts = [born && t('atDesk.bornOn', { date: date(born) }), t(`sex.${sex}`)];
  return [...parts, phoneEnd && t('similar.phone', { end: phoneEnd })].filter(Boolean).join(' · ');
}

/** What the desk hands over: the answer to POST /desk/register, never shown again. */
export function renderRegisteredPatient(context: PageContext, props: HandedOver): string {
  return renderPage(context, { title: (page) => page.t('register.done'), content: <Registered {...props} /> });
}

function Registered(props: HandedOver) {
  const { t } = usePage();
  return (
    <>
      <PageHead title={t('register.done')} lead={props.name} />
      <HandedOverCard
        {...props}
        once={t('register.once')}
        next={{ href: `${paths.findPatient}?number=${encodeURIComponent(props.login)}`, text: t('register.next') }}
      />
    </>
  );
}

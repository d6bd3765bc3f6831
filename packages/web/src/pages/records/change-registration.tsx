// A registration is changed: the desk says whose, then the form that holds what stands; patients change how to reach them.
import type { RegistrationValues } from '@patrec/fhir';
import type { ComponentChildren } from 'preact';
import { PageHead } from '../../components/card.tsx';
import { Field } from '../../components/field.tsx';
import { DeskForm, type DeskFormProps } from '../../components/identity/desk-form.tsx';
import { PersonErrors, type PersonForm } from '../../components/person-fields.tsx';
import { ChangeTable } from '../../components/records/change-table.tsx';
import { DocumentField } from '../../components/records/document-field.tsx';
import { ContactFields, RegistrationFields } from '../../components/records/registration-fields.tsx';
import { registrationDifferences } from '../../components/records/registration-words.ts';
import { usePage } from '../../layout/page.tsx';
import { ChartBanner } from '../../layout/patient-banner.tsx';
import { renderPage } from '../../layout/render-page.tsx';
import type { PageContext } from '../../page-context.ts';
import { paths } from '../../paths.ts';
import type { PatientBanner } from '../../view-types.ts';

/** GET and POST /desk/registration {number, birthDate, document} */
export function renderDeskRegistration(context: PageContext, props: DeskFormProps): string {
  return renderPage(context, { title: (page) => page.t('atDesk.registration'), content: <Whose {...props} /> });
}

function Whose(props: DeskFormProps) {
  const { t } = usePage();
  return (
    <DeskForm {...props} what="registration" action={paths.deskRegistration}>
      <DocumentField chosen={props.values.document ?? ''} help={t('deskRecovery.documentHelp')} errors={props.errors} />
      <div class="actions">
        <button class="button" type="submit">
          {t('change.open')}
        </button>
      </div>
    </DeskForm>
  );
}

export interface RegistrationFormProps extends PersonForm {
  patient: PatientBanner;
  nonce: string;
  /** The version that stands, or that the form was filled in on. */
  version: number;
  /** What it says now, where that changed while the form was filled in, and who changed it. */
  changed?: { who: string; when: string; values: RegistrationValues };
}

export interface ChangeRegistrationProps extends RegistrationFormProps {
  /** Whom the desk serves, sealed. */
  served: string;
}

/** The answer to POST /desk/registration; it posts to /desk/registration/change {served, version, name, …, medication, reason} */
export function renderChangeRegistration(context: PageContext, props: ChangeRegistrationProps): string {
  const { served, ...form } = props;
  return renderPage(context, {
    title: (page) => page.t('atDesk.registration'),
    banner: <ChartBanner patient={props.patient} />,
    content: (
      <ChangeForm
        {...form}
        action={paths.changeRegistration}
        title="atDesk.registration"
        lead="change.lead"
        back={{ href: paths.desk, text: 'atDesk.title' }}
      >
        <input type="hidden" name="served" value={served} />
        <RegistrationFields {...form} changes />
      </ChangeForm>
    ),
  });
}

/** GET and POST /patients/PAT001/registration/contact {version, phone, …, reason} */
export function renderContactForm(context: PageContext, props: RegistrationFormProps): string {
  const { number } = props.patient;
  return renderPage(context, {
    title: (page) => page.t('contact.title'),
    content: (
      <ChangeForm
        {...props}
        action={paths.changeContact(number)}
        title="contact.title"
        lead="contact.lead"
        back={{ href: paths.registration(number), text: 'registration.title' }}
      >
        <ContactFields {...props} />
      </ChangeForm>
    ),
  });
}

interface FrameProps extends RegistrationFormProps {
  action: string;
  title: 'atDesk.registration' | 'contact.title';
  lead: 'change.lead' | 'contact.lead';
  back: { href: string; text: 'atDesk.title' | 'registration.title' };
  children: ComponentChildren;
}

function ChangeForm({ patient, nonce, version, changed, action, title, lead, back, children, ...form }: FrameProps) {
  const { t, csrf } = usePage();
  return (
    <>
      <PageHead title={t(title)} lead={t(lead)} back={{ href: back.href, text: t(back.text) }} />
      {changed !== undefined && <ChangedMeanwhile {...changed} version={version} typed={form.values} />}
      <PersonErrors errors={form.errors} />
      <form class="card stack" method="post" action={action}>
        <input type="hidden" name="_csrf" value={csrf} />
        <input type="hidden" name="nonce" value={nonce} />
        <input type="hidden" name="version" value={version} />
        {children}
        <Field name="reason" label={t('change.reason')} help={t('change.reasonHelp')} errors={form.errors}>
          {(control) => (
            <textarea {...control} name="reason" rows={2} maxLength={500} required value={form.values.reason ?? ''} />
          )}
        </Field>
        <div class="actions">
          <p class="muted">{t('entry.savesFor', { patient: patient.name, number: patient.number })}</p>
          <button class="button" type="submit">
            {t('change.save')}
          </button>
        </div>
      </form>
    </>
  );
}

interface ChangedProps {
  who: string;
  when: string;
  version: number;
  values: RegistrationValues;
  typed: RegistrationValues;
}

// Of what the form does not ask for, nothing was typed: it is no difference.
function ChangedMeanwhile({ who, when, version, values, typed }: ChangedProps) {
  const page = usePage();
  const { t, dateTime } = page;
  return (
    <section class="card attention" role="alert" tabIndex={-1} data-focus>
      <h2>{t('change.changedTitle')}</h2>
      <p>{t('amend.changedText', { who, when: dateTime(when), version })}</p>
      <ChangeTable
        differences={registrationDifferences(page, values, typed).filter(
          ({ name, kind }) => kind !== 'same' && name in typed,
        )}
        before={t('amend.theirs')}
        after={t('amend.yours')}
      />
    </section>
  );
}

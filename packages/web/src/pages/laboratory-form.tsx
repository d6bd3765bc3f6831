// The form of a clinical laboratory record (RECORDS.md), made from its definition. The patient's banner stays in sight,
// so that nobody writes in the wrong chart.
import { laboratoryGroups, localTimeOf, type Person, personOn } from '@patrec/fhir';
import { PageHead } from '../components/card.tsx';
import { ErrorSummary, Field } from '../components/field.tsx';
import { LaboratoryGroup } from '../components/laboratory-group.tsx';
import { fieldName } from '../components/observation-name.ts';
import { isMessageKey } from '../i18n/translate.ts';
import { type Page, usePage } from '../layout/page.tsx';
import { ChartBanner } from '../layout/patient-banner.tsx';
import { renderPage } from '../layout/render-page.tsx';
import type { PageContext } from '../page-context.ts';
import { paths } from '../paths.ts';
import type { FormError, PatientBanner } from '../view-types.ts';

export interface LaboratoryFormProps {
  patient: PatientBanner;
  /** What was typed, by input name. */
  values: Readonly<Record<string, string>>;
  errors: readonly FormError[];
  /** Sent once: a form that is sent twice makes one record. */
  nonce: string;
}

/** The form. GET and POST /patients/PAT001/records/laboratory */
export function renderLaboratoryForm(context: PageContext, props: LaboratoryFormProps): string {
  return renderPage(context, {
    title: (page) => `${page.t('laboratory.title')} · ${props.patient.name}`,
    banner: <ChartBanner patient={props.patient} />,
    content: <LaboratoryForm {...props} />,
    islands: ['laboratory'],
    width: 'wide',
  });
}

function LaboratoryForm(props: LaboratoryFormProps) {
  const page = usePage();
  const { t } = page;
  const { patient, values, errors, nonce } = props;
  const person = personOn(patient, page.now.slice(0, 10));
  return (
    <>
      <PageHead title={t('laboratory.title')} lead={t('laboratory.lead')} />
      <ErrorSummary errors={errors.map(toFirstField)} labelOf={(field) => labelOf(page, field)} />
      <form
        method="post"
        action={paths.writeLaboratory(patient.number)}
        class="laboratory"
        noValidate
        data-laboratory={patient.number}
        data-sex={patient.sex}
        data-birth-date={patient.birthDate}
        data-messages={JSON.stringify(islandMessages(page))}
      >
        <input type="hidden" name="_csrf" value={page.csrf} />
        <input type="hidden" name="nonce" value={nonce} />
        <Specimen {...props} />
        <Groups {...props} person={person} />
        <section class="card">
          <Field name="comment" label={t('laboratory.comment')} optional errors={errors}>
            {(control) => <textarea {...control} name="comment" rows={3} maxLength={2000} value={values.comment} />}
          </Field>
        </section>
        <div class="save-bar">
          <p class="save-who">{t('laboratory.savesFor', { patient: patient.name, number: patient.number })}</p>
          <button class="button" type="submit">
            {t('laboratory.save')}
          </button>
        </div>
      </form>
    </>
  );
}

function Specimen({ values, errors }: LaboratoryFormProps) {
  const { t, now, timeZone } = usePage();
  const at = values.collectedAt ?? localTimeOf(now, timeZone);
  return (
    <section class="card specimen">
      <Field name="collectedAt" label={t('laboratory.collectedAt')} errors={errors}>
        {(control) => (
          <input
            {...control}
            type="datetime-local"
            name="collectedAt"
            value={at}
            max={localTimeOf(now, timeZone)}
            required
          />
        )}
      </Field>
      <Field name="laboratory" label={t('laboratory.laboratory')} optional errors={errors}>
        {(control) => (
          <input {...control} name="laboratory" maxLength={120} value={values.laboratory} autocomplete="organization" />
        )}
      </Field>
    </section>
  );
}

function Groups({ values, errors, person }: LaboratoryFormProps & { person: Person }) {
  return (
    <div class="laboratory-groups">
      {laboratoryGroups.map((group) => (
        <LaboratoryGroup key={group.id} group={group} values={values} errors={errors} person={person} />
      ))}
    </div>
  );
}

/** An error of the form as a whole leads to its first value. */
function toFirstField(error: FormError): FormError {
  return error.field === '' ? { ...error, field: laboratoryGroups[0]?.fields[0]?.id ?? '' } : error;
}

function labelOf(page: Page, name: string): string {
  const own = `laboratory.${name}`;
  const [id = '', part] = name.split('.');
  const field = laboratoryGroups.flatMap((group) => group.fields).find((one) => one.id === id);
  if (field === undefined) return isMessageKey(own) ? page.t(own) : name;
  const label = fieldName(page, id, field.name);
  return part === undefined ? label : `${label}, ${page.t(part === 'unit' ? 'laboratory.unit' : 'laboratory.method')}`;
}

function islandMessages({ t }: Page): Record<string, string> {
  return {
    HH: t('flag.HH'),
    LL: t('flag.LL'),
    H: t('flag.H'),
    L: t('flag.L'),
    A: t('flag.A'),
    N: t('flag.N'),
    'not-a-number': t('error.not-a-number'),
    'not-a-count': t('error.not-a-count'),
    'decimal-comma': t('error.decimal-comma'),
    'too-many-decimals': t('error.too-many-decimals'),
    implausible: t('error.implausible'),
  };
}

// The form of a record of any type (RECORDS.md), made from its definition. The patient's banner stays in sight, so that
// nobody writes in the wrong chart.
import {
  type DefinedType,
  definitionOf,
  fieldsOf,
  forRole,
  localTimeOf,
  personOn,
  type RecordDefinition,
} from '@patrec/fhir';
import { PageHead } from '../../components/card.tsx';
import { ErrorSummary, Field } from '../../components/field.tsx';
import { Icon } from '../../components/icon.tsx';
import { type AmendedRecord, AmendReason, ChangedMeanwhile } from '../../components/records/amend-parts.tsx';
import { RecordFiles, type RecordFormFiles } from '../../components/records/record-files.tsx';
import { RecordSection, RecordText } from '../../components/records/record-section.tsx';
import { bandName, fieldName, inputName, typeTitle } from '../../components/records/record-words.ts';
import { type SigningView, SignNote, signingForm } from '../../components/records/sign-note.tsx';
import { type Page, usePage } from '../../layout/page.tsx';
import { ChartBanner } from '../../layout/patient-banner.tsx';
import { renderPage } from '../../layout/render-page.tsx';
import type { PageContext } from '../../page-context.ts';
import { paths } from '../../paths.ts';
import type { FormError, PatientBanner } from '../../view-types.ts';

export interface RecordFormProps {
  type: DefinedType;
  patient: PatientBanner;
  /** What was typed, by input name. `more` names the lines that are to be one longer. */
  values: Readonly<Record<string, string>>;
  errors: readonly FormError[];
  /** Sent once: a form that is sent twice makes one record. */
  nonce: string;
  /** Undefined for whoever does not sign. */
  signing?: SigningView | undefined;
  /** The files that come with it; undefined where the record takes none. */
  files?: RecordFormFiles | undefined;
  /** The record of which this makes a new version. */
  amends?: AmendedRecord | undefined;
  /** Asked for: the earlier record that the form was filled in from; null where there is none. */
  earlier?: EarlierRecord | null | undefined;
}

/** An earlier record of the same type. */
export interface EarlierRecord {
  label: string;
  effective: string;
}

/** The form. GET and POST /patients/PAT001/records/<type>, and …/records/7/versions/1/amend {reason} */
export function renderRecordForm(context: PageContext, props: RecordFormProps): string {
  return renderPage(context, {
    title: (page) => `${formTitle(page, props)} · ${props.patient.name}`,
    banner: <ChartBanner patient={props.patient} />,
    content: <RecordForm {...props} />,
    islands: [
      'record-form',
      ...(props.files === undefined ? [] : (['upload'] as const)),
      // Last: what is sent is signed when the files are there.
      ...(props.signing === undefined ? [] : (['sign'] as const)),
    ],
    width: 'wide',
  });
}

function RecordForm(props: RecordFormProps) {
  const page = usePage();
  const { t } = page;
  const { type, patient, values, errors, nonce, amends, earlier } = props;
  const definition = definitionFor(type, page);
  const person = personOn(patient, page.now.slice(0, 10));
  const sections = { values, errors, person };
  return (
    <>
      <PageHead title={formTitle(page, props)} lead={t(amends ? 'amend.lead' : 'entry.lead')} {...backOf(props)} />
      {earlier !== undefined && <FilledIn earlier={earlier} />}
      {amends !== undefined && <ChangedMeanwhile type={type} amends={amends} values={values} />}
      <ErrorSummary
        errors={errors.map((error) => toFirstField(definition, error))}
        labelOf={(field) => labelOf(page, type, field)}
      />
      <form
        method="post"
        action={
          amends ? paths.amend(patient.number, amends.number, amends.version) : paths.writeRecord(patient.number, type)
        }
        class="record-form"
        enctype={props.files === undefined ? undefined : 'multipart/form-data'}
        noValidate
        data-record={type}
        data-sex={patient.sex}
        data-birth-date={patient.birthDate}
        data-messages={JSON.stringify(islandMessages(page, definition))}
        {...signingForm(props.signing)}
      >
        <input type="hidden" name="_csrf" value={page.csrf} />
        <input type="hidden" name="nonce" value={nonce} />
        {amends !== undefined && <AmendReason typed={values.reason} errors={errors} />}
        <section class="card record-head">
          <Time definition={definition} {...props} />
          {definition.head.map((field) => (
            <RecordText key={field.id} field={field} {...sections} />
          ))}
          {amends === undefined && (
            <button class="button quiet" type="submit" name="from" value="last">
              <Icon name="records" />
              {t('copied.offer')}
            </button>
          )}
        </section>
        <div class="record-sections">
          {definition.sections.map((section) => (
            <RecordSection key={section.id} section={section} {...sections} />
          ))}
        </div>
        {props.files !== undefined && <RecordFiles files={props.files} patient={patient.number} errors={errors} />}
        <SignNote signing={props.signing} errors={errors} />
        <div class="save-bar">
          <p class="save-who">{t('entry.savesFor', { patient: patient.name, number: patient.number })}</p>
          <button class="button" type="submit">
            {t(amends ? 'amend.save' : 'entry.save')}
          </button>
        </div>
      </form>
    </>
  );
}

function labelOf(page: Page, type: DefinedType, field: string): string {
  if (field === 'reason') return page.t('amend.label.reason');
  if (field === 'file') return page.t('files.file');
  if (field === 'sign') return page.t('signing.label');
  return field === 'slot' ? page.t('files.slot') : inputName(page, type, field);
}

function formTitle(page: Page, { type, amends }: RecordFormProps): string {
  const title = typeTitle(page, type);
  return amends === undefined ? title : `${page.t('amend.title', { record: amends.label })}: ${title}`;
}

function backOf({ amends, patient }: RecordFormProps) {
  return amends && { back: { href: paths.record(patient.number, amends.number), text: amends.label } };
}

function FilledIn({ earlier }: { earlier: EarlierRecord | null }) {
  const { t, date } = usePage();
  return (
    <p class="card attention" role="status">
      {earlier === null ? t('copied.none') : t('copied.from', { record: earlier.label, date: date(earlier.effective) })}
    </p>
  );
}

function Time({ definition, values, errors }: RecordFormProps & { definition: RecordDefinition }) {
  const page = usePage();
  const { id, name } = definition.time;
  const now = localTimeOf(page.now, page.timeZone);
  return (
    <Field name={id} label={fieldName(page, id, name)} errors={errors}>
      {(control) => <input {...control} type="datetime-local" name={id} value={values[id] ?? now} max={now} required />}
    </Field>
  );
}

function definitionFor(type: DefinedType, { user }: Page): RecordDefinition {
  const definition = definitionOf(type);
  if (definition === undefined) throw new RangeError(`there is no form of ${type}`);
  return forRole(definition, user?.role === 'doctor' ? 'doctor' : 'staff');
}

/** An error of the form as a whole leads to its first value. */
function toFirstField({ sections }: RecordDefinition, error: FormError): FormError {
  return error.field === '' ? { ...error, field: sections[0]?.fields[0]?.id ?? '' } : error;
}

function islandMessages(page: Page, definition: RecordDefinition): Record<string, string> {
  const { t } = page;
  const bands = fieldsOf(definition).flatMap((field) => (field.kind === 'quantity' ? (field.bands?.of ?? []) : []));
  return {
    ...Object.fromEntries(bands.map(({ id, name }) => [`band.${id}`, bandName(page, id, name)])),
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

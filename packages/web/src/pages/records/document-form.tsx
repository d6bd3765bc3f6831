// The form of a scanned document: its file, and what it is. The patient's banner stays in sight, so that nobody files it
// in the wrong chart.
import { documentKinds, documentLengths, localTimeOf } from '@patrec/fhir';
import { PageHead } from '../../components/card.tsx';
import { ErrorSummary, Field } from '../../components/field.tsx';
import { type AmendedRecord, AmendReason, ChangedMeanwhile } from '../../components/records/amend-parts.tsx';
import { FileField } from '../../components/records/file-field.tsx';
import { isMessageKey } from '../../i18n/translate.ts';
import { type Page, usePage } from '../../layout/page.tsx';
import { ChartBanner } from '../../layout/patient-banner.tsx';
import { renderPage } from '../../layout/render-page.tsx';
import type { PageContext } from '../../page-context.ts';
import { paths } from '../../paths.ts';
import type { FormError, PatientBanner, UploadView } from '../../view-types.ts';

export interface DocumentFormProps {
  patient: PatientBanner;
  /** What was typed, by input name. */
  values: Readonly<Record<string, string>>;
  errors: readonly FormError[];
  /** Sent once: a form that is sent twice makes one record. */
  nonce: string;
  /** The file that has arrived already, and how many bytes one may have; null where the record keeps its own. */
  file: { upload: UploadView | null; limit: number } | null;
  /** The record of which this makes a new version. */
  amends?: AmendedRecord;
}

/** The form. GET and POST /patients/PAT001/records/document, and …/records/7/versions/1/amend {reason} */
export function renderDocumentForm(context: PageContext, props: DocumentFormProps): string {
  return renderPage(context, {
    title: (page) => `${formTitle(page, props)} · ${props.patient.name}`,
    banner: <ChartBanner patient={props.patient} />,
    content: <DocumentForm {...props} />,
    islands: props.file === null ? [] : ['upload'],
  });
}

// The file comes last: the server has the token and what was typed before it reads any of it.
function DocumentForm(props: DocumentFormProps) {
  const page = usePage();
  const { t } = page;
  const { patient, values, errors, nonce, file, amends } = props;
  return (
    <>
      <PageHead
        title={formTitle(page, props)}
        lead={t(amends ? 'document.amendLead' : 'document.lead')}
        {...(amends && { back: { href: paths.record(patient.number, amends.number), text: amends.label } })}
      />
      {amends !== undefined && <ChangedMeanwhile type="document" amends={amends} values={values} />}
      <ErrorSummary errors={errors} labelOf={(field) => labelOf(page, field)} />
      <form
        method="post"
        action={
          amends ? paths.amend(patient.number, amends.number, amends.version) : paths.writeDocument(patient.number)
        }
        encType={file === null ? undefined : 'multipart/form-data'}
        noValidate
      >
        <input type="hidden" name="_csrf" value={page.csrf} />
        <input type="hidden" name="nonce" value={nonce} />
        {amends !== undefined && <AmendReason typed={values.reason} errors={errors} />}
        <section class="card stack">
          <Facts {...props} />
          {file !== null && (
            <FileField
              label={t('document.label.file')}
              address={paths.upload(patient.number)}
              {...file}
              errors={errors}
            />
          )}
        </section>
        <div class="save-bar">
          <p class="save-who">{t('entry.savesFor', { patient: patient.name, number: patient.number })}</p>
          <button class="button" type="submit">
            {t(amends ? 'amend.save' : 'document.save')}
          </button>
        </div>
      </form>
    </>
  );
}

function Facts({ values, errors }: DocumentFormProps) {
  const { t, now, timeZone } = usePage();
  const { title, date, kind, note } = values;
  return (
    <>
      <Field name="title" label={t('document.label.title')} help={t('document.titleHelp')} errors={errors}>
        {(control) => <input {...control} name="title" maxLength={documentLengths.title} value={title} required />}
      </Field>
      <div class="pair">
        <Field name="date" label={t('document.label.date')} errors={errors}>
          {(control) => (
            <input
              {...control}
              type="date"
              name="date"
              value={date}
              max={localTimeOf(now, timeZone).slice(0, 10)}
              required
            />
          )}
        </Field>
        <Field name="kind" label={t('document.label.kind')} errors={errors}>
          {(control) => (
            <select {...control} name="kind" required>
              <option value="">{t('document.choose')}</option>
              {documentKinds.map(({ id }) => (
                <option key={id} value={id} selected={id === kind}>
                  {t(`document.kind.${id}`)}
                </option>
              ))}
            </select>
          )}
        </Field>
      </div>
      <Field name="note" label={t('document.label.note')} optional errors={errors}>
        {(control) => <textarea {...control} name="note" rows={3} maxLength={documentLengths.note} value={note} />}
      </Field>
    </>
  );
}

function formTitle({ t }: Page, { amends }: DocumentFormProps): string {
  return amends === undefined ? t('document.title') : t('amend.title', { record: amends.label });
}

function labelOf({ t }: Page, field: string): string {
  if (field === 'reason') return t('amend.label.reason');
  const key = `document.label.${field}`;
  return isMessageKey(key) ? t(key) : field;
}

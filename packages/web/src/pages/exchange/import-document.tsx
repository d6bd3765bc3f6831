// The form that brings in a document of Ayushman Bharat. The patient's banner stays in sight; what is wrong with the
// document is named in the words of FHIR, for whoever made it.
import { PageHead } from '../../components/card.tsx';
import { ErrorSummary, Field } from '../../components/field.tsx';
import { usePage } from '../../layout/page.tsx';
import { ChartBanner } from '../../layout/patient-banner.tsx';
import { renderPage } from '../../layout/render-page.tsx';
import type { PageContext } from '../../page-context.ts';
import { paths } from '../../paths.ts';
import type { FormError, PatientBanner } from '../../view-types.ts';

export interface ImportDocumentProps {
  patient: PatientBanner;
  errors: readonly FormError[];
  /** Why the document itself was refused. */
  problems: readonly string[];
  /** The largest file, in bytes. */
  limit: number;
}

const MEGABYTE = 1024 * 1024;

/** The form. GET and POST /patients/PAT001/records/import */
export function renderImportDocument(context: PageContext, props: ImportDocumentProps): string {
  return renderPage(context, {
    title: (page) => `${page.t('import.title')} · ${props.patient.name}`,
    banner: <ChartBanner patient={props.patient} />,
    content: <ImportDocument {...props} />,
  });
}

function ImportDocument({ patient, errors, problems, limit }: ImportDocumentProps) {
  const { t, csrf } = usePage();
  const max = String(Math.floor(limit / MEGABYTE));
  return (
    <>
      <PageHead title={t('import.title')} lead={t('import.lead')} />
      <ErrorSummary errors={errors} labelOf={() => t('import.label.file')} text={t('import.refused')} />
      <Problems problems={problems} />
      <form method="post" action={paths.importDocument(patient.number)} encType="multipart/form-data" noValidate>
        <input type="hidden" name="_csrf" value={csrf} />
        <section class="card stack">
          <Field name="file" label={t('import.label.file')} help={t('import.help', { max })} errors={errors}>
            {(control) => (
              <input {...control} type="file" name="file" accept=".json,application/json,application/fhir+json" />
            )}
          </Field>
        </section>
        <div class="save-bar">
          <p class="save-who">{t('entry.savesFor', { patient: patient.name, number: patient.number })}</p>
          <button class="button" type="submit">
            {t('import.save')}
          </button>
        </div>
      </form>
    </>
  );
}

function Problems({ problems }: Pick<ImportDocumentProps, 'problems'>) {
  const { t } = usePage();
  if (problems.length === 0) return null;
  return (
    <div class="error-summary" role="alert" tabIndex={-1} data-focus>
      <h2>{t('import.refused')}</h2>
      <p>{t('import.refusedText')}</p>
      <ul lang="en">
        {problems.map((problem) => (
          <li key={problem}>
            <bdi>{problem}</bdi>
          </li>
        ))}
      </ul>
    </div>
  );
}

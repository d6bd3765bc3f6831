// Asking a patient for access: what, why, until when.
import { PageHead } from '../components/card.tsx';
import { ErrorSummary, Field } from '../components/field.tsx';
import { ScopeFields, type ScopeValues, scopeLabel } from '../components/scope-fields.tsx';
import { isoDate } from '../i18n/dates.ts';
import { usePage } from '../layout/page.tsx';
import { renderPage } from '../layout/render-page.tsx';
import type { PageContext } from '../page-context.ts';
import { paths } from '../paths.ts';
import type { FormError, Purpose, RecordType } from '../view-types.ts';
import type { PatientSummary } from './doctor-home.tsx';

export interface RequestValues extends ScopeValues {
  purpose: Purpose;
  until: string;
  note: string;
}

export interface RequestAccessProps {
  patient: PatientSummary;
  values?: RequestValues;
  errors?: readonly FormError[];
  /** Types that can be asked for; all when absent. */
  types?: readonly RecordType[];
}

/** Purposes that can be asked for. The others have forms of their own. */
export const requestPurposes: readonly Purpose[] = ['CAREMGT', 'HPAYMT', 'PUBHLTH', 'DSRCH'];
const everyType: readonly RecordType[] = ['laboratory', 'visit', 'history'];

/** The form. GET and POST /patients/PAT001/access-requests {extent, types, records, from, to, purpose, until, note} */
export function renderRequestAccess(context: PageContext, props: RequestAccessProps): string {
  return renderPage(context, {
    title: (page) => page.t('ask.title', { patient: props.patient.name }),
    content: <RequestAccess {...props} />,
  });
}

function RequestAccess({ patient, values, errors, types = everyType }: RequestAccessProps) {
  const page = usePage();
  const { t, csrf, now, timeZone } = page;
  const typed = values ?? emptyValues();
  const back = { href: `${paths.findPatient}?number=${patient.number}`, text: patient.name };
  return (
    <>
      <PageHead title={t('ask.title', { patient: patient.name })} lead={t('ask.lead')} back={back} />
      <ErrorSummary errors={errors} labelOf={(field) => scopeLabel(page, field)} />
      <form class="card stack" method="post" action={paths.requestAccess(patient.number)}>
        <input type="hidden" name="_csrf" value={csrf} />
        <ScopeFields
          values={typed}
          offered={types}
          everything
          singles={{ kind: 'typed', typed: (typed.records ?? []).join(', '), example: `${patient.number}-REC3, REC7` }}
          errors={errors}
        />
        <Field name="purpose" label={t('scope.label.purpose')} errors={errors}>
          {(control) => (
            <select {...control} name="purpose">
              {requestPurposes.map((purpose) => (
                <option key={purpose} value={purpose} selected={purpose === typed.purpose}>
                  {t(`purpose.${purpose}`)}
                </option>
              ))}
            </select>
          )}
        </Field>
        <Field name="until" label={t('scope.label.until')} help={t('ask.untilHelp')} errors={errors}>
          {(control) => (
            <input {...control} type="date" name="until" value={typed.until} min={isoDate(timeZone, now)} required />
          )}
        </Field>
        <Field name="note" label={t('scope.label.note')} help={t('ask.noteHelp')} optional errors={errors}>
          {(control) => <textarea {...control} name="note" rows={3} maxLength={500} value={typed.note} />}
        </Field>
        <div class="actions">
          <button class="button" type="submit">
            {t('ask.button')}
          </button>
          <a class="button quiet" href={back.href}>
            {t('form.cancel')}
          </a>
        </div>
      </form>
    </>
  );
}

function emptyValues(): RequestValues {
  return { extent: 'types', types: ['laboratory'], from: '', to: '', purpose: 'CAREMGT', until: '', note: '' };
}

// Asking a patient for access: what, why, until when.

import { RequestForm, type RequestValues } from '../../components/access/request-form.tsx';
import { scopeLabel } from '../../components/access/scope-fields.tsx';
import { PageHead } from '../../components/card.tsx';
import { ErrorSummary } from '../../components/field.tsx';
import { usePage } from '../../layout/page.tsx';
import { renderPage } from '../../layout/render-page.tsx';
import type { PageContext } from '../../page-context.ts';
import { paths } from '../../paths.ts';
import type { FormError, RecordType } from '../../view-types.ts';
import type { PatientSummary } from '../doctor-home.tsx';

export interface RequestAccessProps {
  patient: PatientSummary;
  values?: RequestValues;
  errors?: readonly FormError[];
  /** Types that can be asked for; all when absent. */
  types?: readonly RecordType[];
}

/** The form. GET and POST /patients/PAT001/access-requests {extent, types, records, from, to, purpose, until, note} */
export function renderRequestAccess(context: PageContext, props: RequestAccessProps): string {
  return renderPage(context, {
    title: (page) => page.t('ask.title', { patient: props.patient.name }),
    content: <RequestAccess {...props} />,
  });
}

function RequestAccess({ patient, values = emptyValues(), errors, types }: RequestAccessProps) {
  const page = usePage();
  const { t } = page;
  const back = { href: `${paths.findPatient}?number=${patient.number}`, text: patient.name };
  return (
    <>
      <PageHead title={t('ask.title', { patient: patient.name })} lead={t('ask.lead')} back={back} />
      <ErrorSummary errors={errors} labelOf={(field) => scopeLabel(page, field)} />
      <RequestForm patient={patient} values={values} errors={errors} back={back.href} {...(types && { types })} />
    </>
  );
}

function emptyValues(): RequestValues {
  return { extent: 'types', types: ['laboratory'], from: '', to: '', purpose: 'CAREMGT', until: '', note: '' };
}

// Whoever wrote a record says that it was entered in error: what that does, and why.

import { PageHead } from '../../components/card.tsx';
import { ErrorSummary, Field } from '../../components/field.tsx';
import { recordTitle } from '../../components/records/record-words.ts';
import { type SigningView, SignNote, signingForm } from '../../components/records/sign-note.tsx';
import { SendOrCancel } from '../../components/send-or-cancel.tsx';
import { usePage } from '../../layout/page.tsx';
import { ChartBanner } from '../../layout/patient-banner.tsx';
import { renderPage } from '../../layout/render-page.tsx';
import type { PageContext } from '../../page-context.ts';
import { paths } from '../../paths.ts';
import type { FormError, PatientBanner, RecordChoice } from '../../view-types.ts';

export interface MarkInErrorProps {
  patient: PatientBanner;
  record: RecordChoice;
  version: number;
  reason: string;
  errors: readonly FormError[];
  nonce: string;
  signing?: SigningView | undefined;
}

/** The form. GET and POST /patients/PAT001/records/7/versions/1/in-error {reason, nonce} */
export function renderMarkInError(context: PageContext, props: MarkInErrorProps): string {
  return renderPage(context, {
    title: (page) => page.t('error-mark.title', { record: props.record.label }),
    banner: <ChartBanner patient={props.patient} />,
    content: <MarkInError {...props} />,
    ...(props.signing && { islands: ['sign'] as const }),
  });
}

function MarkInError({ patient, record, version, reason, errors, nonce, signing }: MarkInErrorProps) {
  const page = usePage();
  const { t, csrf } = page;
  const address = paths.record(patient.number, record.number);
  return (
    <>
      <PageHead title={t('error-mark.title', { record: record.label })} back={{ href: address, text: record.label }} />
      <ErrorSummary
        errors={errors}
        labelOf={(field) => t(field === 'sign' ? 'signing.label' : 'error-mark.label.reason')}
      />
      <section class="card danger">
        <p class="request-words">
          <strong>{recordTitle(page, record)}</strong> · {page.date(record.effective)}
        </p>
        <ul class="points">
          {(['error-mark.stays', 'error-mark.counts', 'error-mark.final'] as const).map((key) => (
            <li key={key}>{t(key)}</li>
          ))}
        </ul>
        <form
          class="stack"
          method="post"
          action={paths.markInError(patient.number, record.number, version)}
          {...signingForm(signing)}
        >
          <input type="hidden" name="_csrf" value={csrf} />
          <input type="hidden" name="nonce" value={nonce} />
          <Field name="reason" label={t('error-mark.label.reason')} help={t('error-mark.reasonHelp')} errors={errors}>
            {(control) => <textarea {...control} name="reason" rows={3} maxLength={500} required value={reason} />}
          </Field>
          <SignNote signing={signing} errors={errors} />
          <SendOrCancel text={t('error-mark.button')} back={address} danger />
        </form>
      </section>
    </>
  );
}

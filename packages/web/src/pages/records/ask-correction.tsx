// The patient asks for a correction: what is wrong, and what it should say.

import { PageHead } from '../../components/card.tsx';
import { ErrorSummary, Field } from '../../components/field.tsx';
import { recordTitle } from '../../components/records/record-words.ts';
import { SendOrCancel } from '../../components/send-or-cancel.tsx';
import { isMessageKey } from '../../i18n/translate.ts';
import { InWhosePlace } from '../../layout/guardian-bar.tsx';
import { type Page, usePage } from '../../layout/page.tsx';
import { renderPage } from '../../layout/render-page.tsx';
import type { PageContext } from '../../page-context.ts';
import { paths } from '../../paths.ts';
import type { FormError, PatientBanner, RecordChoice } from '../../view-types.ts';

export interface AskCorrectionProps {
  patient: PatientBanner;
  record: RecordChoice & { author: string };
  /** When the answer would be due. */
  due: string;
  /** True while one waits for this record. */
  waiting: boolean;
  values: { wrong: string; should: string };
  errors: readonly FormError[];
  nonce: string;
}

/** The form. GET and POST /patients/PAT001/records/7/correction {wrong, should, nonce} */
export function renderAskCorrection(context: PageContext, props: AskCorrectionProps): string {
  return renderPage(context, {
    title: (page) => page.t('correction.title', { record: props.record.label }),
    content: <AskCorrection {...props} />,
  });
}

function AskCorrection(props: AskCorrectionProps) {
  const page = usePage();
  const { t, date } = page;
  const { patient, record, due, waiting, errors } = props;
  const address = paths.record(patient.number, record.number);
  return (
    <>
      <PageHead
        title={t('correction.title', { record: record.label })}
        lead={t('correction.lead')}
        back={{ href: address, text: record.label }}
      />
      <ErrorSummary errors={errors} labelOf={(field) => correctionLabel(page, field)} />
      <section class="card">
        <p>
          <strong>{recordTitle(page, record)}</strong> · {date(record.effective)} · {record.author}
        </p>
        {waiting ? (
          <>
            <p class="request-words">{t('correction.waits')}</p>
            <a class="button" href={paths.corrections}>
              {t('corrections.mine')}
            </a>
          </>
        ) : (
          <>
            <p class="muted">{t('correction.to', { author: record.author, date: date(due) })}</p>
            <QuestionForm {...props} />
          </>
        )}
      </section>
    </>
  );
}

function QuestionForm({ patient, record, values, errors, nonce }: AskCorrectionProps) {
  const { t, csrf } = usePage();
  return (
    <form class="stack" method="post" action={paths.askCorrection(patient.number, record.number)}>
      <input type="hidden" name="_csrf" value={csrf} />
      <input type="hidden" name="nonce" value={nonce} />
      <Field name="wrong" label={t('correction.label.wrong')} help={t('correction.wrongHelp')} errors={errors}>
        {(control) => <textarea {...control} name="wrong" rows={4} maxLength={2000} required value={values.wrong} />}
      </Field>
      <Field name="should" label={t('correction.label.should')} help={t('correction.shouldHelp')} errors={errors}>
        {(control) => <textarea {...control} name="should" rows={4} maxLength={2000} required value={values.should} />}
      </Field>
      <InWhosePlace />
      <SendOrCancel text={t('correction.send')} back={paths.record(patient.number, record.number)} />
    </form>
  );
}

/** The label of a field of these forms, for the summary of errors. */
export function correctionLabel(page: Page, field: string): string {
  const key = `correction.label.${field}`;
  return isMessageKey(key) ? page.t(key) : field;
}

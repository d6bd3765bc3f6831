// Whoever wrote a record, or an administrator, answers a request for its correction.
import { PageHead } from '../../components/card.tsx';
import { ErrorSummary, Field, FieldError } from '../../components/field.tsx';
import {
  AmendedLink,
  Answer,
  type CorrectionView,
  CorrectionWords,
  StateBadge,
} from '../../components/records/correction-list.tsx';
import { usePage } from '../../layout/page.tsx';
import { renderPage } from '../../layout/render-page.tsx';
import type { PageContext } from '../../page-context.ts';
import { paths } from '../../paths.ts';
import type { FormError } from '../../view-types.ts';
import { correctionLabel } from './ask-correction.tsx';

export interface AnswerCorrectionProps {
  correction: CorrectionView;
  /** Whether whoever looks may open the record too. */
  canOpen: boolean;
  values: { decision: string; answer: string };
  errors: readonly FormError[];
}

/** The page. GET /corrections/<id>; POST /corrections/<id>/answer {decision=accept or refuse, answer} */
export function renderAnswerCorrection(context: PageContext, props: AnswerCorrectionProps): string {
  return renderPage(context, {
    title: (page) => page.t('correction.answerTitle', { record: props.correction.record.label }),
    content: <AnswerCorrection {...props} />,
  });
}

function AnswerCorrection(props: AnswerCorrectionProps) {
  const page = usePage();
  const { t, date } = page;
  const { correction, canOpen, errors } = props;
  const { record, patient } = correction;
  return (
    <>
      <PageHead
        title={
          <>
            {t('correction.answerTitle', { record: record.label })} <StateBadge item={correction} />
          </>
        }
        back={{ href: paths.corrections, text: t(canOpen ? 'corrections.asked' : 'corrections.askedAll') }}
      />
      <ErrorSummary errors={errors} labelOf={(field) => correctionLabel(page, field)} />
      <section class="card">
        <p>
          <strong>{patient.name}</strong> <span class="code">{patient.number}</span> ·{' '}
          {t('correction.askedOn', { date: date(correction.askedAt) })} ·{' '}
          {t('correction.due', { date: date(correction.due) })}
        </p>
        <CorrectionWords item={correction} />
        {canOpen && (
          <p>
            <a href={paths.record(patient.number, record.number)}>{record.label}</a>
          </p>
        )}
        {correction.answer !== null && <Answer answer={correction.answer} />}
        {canOpen && <AmendedLink item={correction} />}
      </section>
      {correction.answer === null && <AnswerForm {...props} />}
    </>
  );
}

function AnswerForm({ correction, values, errors }: AnswerCorrectionProps) {
  const { t, csrf } = usePage();
  const wrong = errors.some(({ field }) => field === 'decision');
  return (
    <form class="card stack" method="post" action={paths.answerCorrection(correction.id)}>
      <input type="hidden" name="_csrf" value={csrf} />
      <fieldset class="choices" aria-describedby={wrong ? 'decision-error' : undefined}>
        <legend>{t('correction.label.decision')}</legend>
        <label class="choice" id="decision">
          <input type="radio" name="decision" value="accept" required checked={values.decision === 'accept'} />
          <span>
            {t('correction.accept')}
            <span class="help">{t('correction.acceptText')}</span>
          </span>
        </label>
        <label class="choice">
          <input type="radio" name="decision" value="refuse" required checked={values.decision === 'refuse'} />
          <span>
            {t('correction.refuse')}
            <span class="help">{t('correction.refuseText')}</span>
          </span>
        </label>
        {wrong && <FieldError name="decision" text={t('error.choose-answer')} />}
      </fieldset>
      <Field name="answer" label={t('correction.label.answer')} help={t('correction.answerHelp')} errors={errors}>
        {(control) => <textarea {...control} name="answer" rows={4} maxLength={2000} required value={values.answer} />}
      </Field>
      <p class="muted">{t('correction.final')}</p>
      <div class="actions">
        <button class="button" type="submit">
          {t('correction.answerSend')}
        </button>
      </div>
    </form>
  );
}

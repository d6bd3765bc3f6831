// A doctor opens a record in an emergency: what it does, why it is needed, and what stands in the way.

import { Card, PageHead } from '../../components/card.tsx';
import { ErrorSummary, Field, FieldError } from '../../components/field.tsx';
import { SendOrCancel } from '../../components/send-or-cancel.tsx';
import { type Page, usePage } from '../../layout/page.tsx';
import { ChartBanner } from '../../layout/patient-banner.tsx';
import { renderPage } from '../../layout/render-page.tsx';
import type { PageContext } from '../../page-context.ts';
import { paths } from '../../paths.ts';
import type { FormError, PatientBanner } from '../../view-types.ts';

const reasons = ['unconscious', 'accident', 'cannot-be-asked', 'other'] as const;

export interface BreakGlassProps {
  /** With nothing clinical. */
  patient: PatientBanner;
  /** Until when such an access of the doctor stands already, ISO 8601 UTC; null where none does. */
  stands: string | null;
  /** It was refused: nobody is told why. */
  refused: boolean;
  values: { reason: string; note: string };
  errors: readonly FormError[];
  /** How long a note is at least and at most. */
  limits: { shortest: number; longest: number };
  nonce: string;
}

/** GET /patients/<number>/emergency/new; POST /patients/<number>/emergency {reason, note, nonce} */
export function renderBreakGlass(context: PageContext, props: BreakGlassProps): string {
  return renderPage(context, {
    title: (page) => page.t('emergency.title', { patient: props.patient.name }),
    banner: <ChartBanner patient={props.patient} />,
    content: <BreakGlass {...props} />,
  });
}

function BreakGlass(props: BreakGlassProps) {
  const page = usePage();
  const { t } = page;
  const { patient, stands, refused, errors } = props;
  return (
    <>
      <PageHead title={t('emergency.title', { patient: patient.name })} lead={t('emergency.lead')} />
      <ErrorSummary errors={errors} labelOf={(field) => labelOf(page, field)} />
      {refused && (
        <div class="error-summary" role="alert" tabIndex={-1} data-focus>
          <h2>{t('emergency.refused')}</h2>
          <p>{t('emergency.refusedText')}</p>
        </div>
      )}
      {stands !== null && <Stands number={patient.number} until={stands} />}
      {stands === null && !refused && <ReasonForm {...props} />}
    </>
  );
}

function Stands({ number, until }: { number: string; until: string }) {
  const { t, dateTime } = usePage();
  return (
    <Card title={t('emergency.until', { until: dateTime(until) })} tone="attention">
      <div class="stack">
        <p>{t('emergency.stands')}</p>
        <div class="actions">
          <a class="button" href={paths.emergency(number)}>
            {t('emergency.view')}
          </a>
        </div>
      </div>
    </Card>
  );
}

function ReasonForm({ patient, values, errors, limits, nonce }: BreakGlassProps) {
  const { t, csrf } = usePage();
  const wrong = errors.some(({ field }) => field === 'reason');
  return (
    <form class="card danger stack" method="post" action={paths.emergency(patient.number)}>
      <input type="hidden" name="_csrf" value={csrf} />
      <input type="hidden" name="nonce" value={nonce} />
      <ul class="points">
        <li>{t('emergency.point.reads')}</li>
        <li>{t('emergency.point.told')}</li>
        <li>{t('emergency.point.logged')}</li>
        <li>{t('emergency.point.reviewed')}</li>
      </ul>
      <fieldset class="choices" aria-describedby={wrong ? 'reason-error' : undefined}>
        <legend>{t('emergency.label.reason')}</legend>
        {reasons.map((reason, index) => (
          <label key={reason} class="choice" id={index === 0 ? 'reason' : undefined}>
            <input type="radio" name="reason" value={reason} required checked={values.reason === reason} />
            <span>{t(`emergency.reason.${reason}`)}</span>
          </label>
        ))}
        {wrong && <FieldError name="reason" text={t('error.choose-reason')} />}
      </fieldset>
      <Field
        name="note"
        label={t('emergency.label.note')}
        help={t('emergency.noteHelp', { min: limits.shortest })}
        errors={errors}
      >
        {(control) => (
          <textarea
            {...control}
            name="note"
            rows={4}
            minLength={limits.shortest}
            maxLength={limits.longest}
            required
            value={values.note}
          />
        )}
      </Field>
      <SendOrCancel text={t('emergency.openNow')} back={paths.home} danger />
    </form>
  );
}

function labelOf({ t }: Page, field: string): string {
  return t(field === 'reason' ? 'emergency.label.reason' : 'emergency.label.note');
}

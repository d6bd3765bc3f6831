// An administrator reviews one record that was opened in an emergency: why, how often what was opened, and the outcome.

import { EmergencyFacts, EndedWords, OutcomeBadge } from '../../components/access/emergency-list.tsx';
import { Card, Empty, PageHead } from '../../components/card.tsx';
import { ErrorSummary, Field, FieldError } from '../../components/field.tsx';
import { isMessageKey } from '../../i18n/translate.ts';
import { type Page, usePage } from '../../layout/page.tsx';
import { renderPage } from '../../layout/render-page.tsx';
import type { PageContext } from '../../page-context.ts';
import { paths } from '../../paths.ts';
import type { EmergencyView, FormError } from '../../view-types.ts';

export interface EmergencyReviewProps {
  item: EmergencyView;
  /** What was opened, by what it was and the kind of record, with how often. Nothing of the record itself. */
  views: readonly { action: string; type: string | null; count: number }[];
  /** Whether the doctor is authorised still. */
  authorised: boolean;
  values: { outcome: string; note: string; withdraw: boolean };
  errors: readonly FormError[];
}

/** The page. GET /emergencies/<id>; POST /emergencies/<id>/review {outcome, note, withdraw} */
export function renderEmergencyReview(context: PageContext, props: EmergencyReviewProps): string {
  return renderPage(context, {
    title: (page) => page.t('review.title', { who: props.item.doctor.name }),
    content: <EmergencyReview {...props} />,
  });
}

function EmergencyReview(props: EmergencyReviewProps) {
  const page = usePage();
  const { t, date } = page;
  const { item, errors } = props;
  const { review } = item;
  return (
    <>
      <PageHead
        title={
          <>
            {t('review.title', { who: item.doctor.name })} <OutcomeBadge item={item} />
          </>
        }
        back={{ href: paths.emergencies, text: t('emergencies.title') }}
      />
      <ErrorSummary errors={errors} labelOf={(field) => labelOf(page, field)} />
      <section class="card">
        <p>
          <strong>{item.doctor.name}</strong> <span class="code">{item.doctor.login}</span> → {t('review.patient')}{' '}
          <span class="code">{item.patient.number}</span> · <EndedWords item={item} />
        </p>
        <EmergencyFacts item={item} />
      </section>
      <Views views={props.views} />
      {review !== null && (
        <Card title={t(`emergency.state.${review.outcome}`)}>
          <p class="typed">{t('emergency.reviewed', { date: date(review.at), who: review.by, note: review.note })}</p>
        </Card>
      )}
      {review === null && (item.ended === null ? <StillOpen item={item} /> : <ReviewForm {...props} />)}
    </>
  );
}

function Views({ views }: Pick<EmergencyReviewProps, 'views'>) {
  const page = usePage();
  return (
    <Card title={page.t('review.views')}>
      {views.length === 0 ? (
        <Empty>{page.t('review.noViews')}</Empty>
      ) : (
        <dl class="facts">
          {views.map(({ action, type, count }) => (
            <div key={`${action} ${type}`}>
              <dt>{viewText(page, action, type)}</dt>
              <dd>{count}</dd>
            </div>
          ))}
        </dl>
      )}
    </Card>
  );
}

function viewText({ t }: Page, action: string, type: string | null): string {
  const [what, kind] = [`review.view.${action}`, `type.${type}`];
  const text = isMessageKey(what) ? t(what) : t('review.view.other');
  return type !== null && isMessageKey(kind) ? `${text}: ${t(kind)}` : text;
}

function StillOpen({ item }: { item: EmergencyView }) {
  const { t, dateTime } = usePage();
  return (
    <Card title={t('emergency.stillOpen', { until: dateTime(item.until) })} tone="attention">
      <div class="stack">
        <p>{t('review.stillOpen')}</p>
        <div class="actions">
          <a class="button quiet" href={paths.emergencyDoctors}>
            {t('authorise.title')}
          </a>
        </div>
      </div>
    </Card>
  );
}

function ReviewForm({ item, authorised, values, errors }: EmergencyReviewProps) {
  const { t, csrf } = usePage();
  const wrong = errors.some(({ field }) => field === 'outcome');
  return (
    <form class="card stack" method="post" action={`${paths.reviewEmergency(item.id)}/review`}>
      <input type="hidden" name="_csrf" value={csrf} />
      <fieldset class="choices" aria-describedby={wrong ? 'outcome-error' : undefined}>
        <legend>{t('review.label.outcome')}</legend>
        {(['justified', 'not-justified'] as const).map((outcome) => (
          <label key={outcome} class="choice" id={outcome === 'justified' ? 'outcome' : undefined}>
            <input type="radio" name="outcome" value={outcome} required checked={values.outcome === outcome} />
            <span>{t(`emergency.state.${outcome}`)}</span>
          </label>
        ))}
        {wrong && <FieldError name="outcome" text={t('error.choose-outcome')} />}
      </fieldset>
      <Field name="note" label={t('review.label.note')} help={t('review.noteHelp')} errors={errors}>
        {(control) => <textarea {...control} name="note" rows={4} maxLength={2000} required value={values.note} />}
      </Field>
      {authorised && (
        <label class="choice">
          <input type="checkbox" name="withdraw" value="1" checked={values.withdraw} />
          <span>
            {t('review.withdraw')}
            <span class="help">{t('review.withdrawText')}</span>
          </span>
        </label>
      )}
      <p class="muted">{t('review.final')}</p>
      <div class="actions">
        <button class="button" type="submit">
          {t('review.close')}
        </button>
      </div>
    </form>
  );
}

function labelOf({ t }: Page, field: string): string {
  return t(field === 'outcome' ? 'review.label.outcome' : 'review.label.note');
}

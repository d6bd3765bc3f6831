// One request for access: the answer, as asked or with less.

import { StateBadge } from '../../components/access/grant-list.tsx';
import { extentOf, RequesterName, RequestFacts } from '../../components/access/request-card.tsx';
import { ScopeFields, type ScopeValues, scopeLabel } from '../../components/access/scope-fields.tsx';
import { scopeText } from '../../components/access/scope-words.tsx';
import { Card, PageHead } from '../../components/card.tsx';
import { ErrorSummary, Field } from '../../components/field.tsx';
import { InWhosePlace } from '../../layout/guardian-bar.tsx';
import { usePage } from '../../layout/page.tsx';
import { renderPage } from '../../layout/render-page.tsx';
import type { PageContext } from '../../page-context.ts';
import { paths } from '../../paths.ts';
import type { AccessRequestView, FormError, PatientBanner, RecordChoice, RecordType } from '../../view-types.ts';

export interface DecisionValues extends ScopeValues {
  until: string;
  reason: string;
}

export interface AccessRequestProps {
  patient: PatientBanner;
  request: AccessRequestView;
  /** How many records of each type there are now. */
  recordTypes: Readonly<Partial<Record<RecordType, number>>>;
  /** The newest records that the request covers. */
  choices?: readonly RecordChoice[];
  errors?: readonly FormError[];
  /** What was typed before; as asked when there is nothing. */
  values?: DecisionValues;
}

/** The page of a request. POST /access/requests/<id>/decision {decision, extent, types, records, from, to, until, reason} */
export function renderAccessRequest(context: PageContext, props: AccessRequestProps): string {
  return renderPage(context, {
    title: (page) => page.t('request.title', { who: props.request.requester.name }),
    content: <AccessRequest {...props} />,
  });
}

function AccessRequest(props: AccessRequestProps) {
  const page = usePage();
  const { t, rich, date } = page;
  const { request, errors } = props;
  return (
    <>
      <PageHead title={t('request.heading')} back={{ href: paths.access, text: t('access.title') }} />
      <ErrorSummary errors={errors} labelOf={(field) => scopeLabel(page, field)} />
      <section class="card">
        <p class="request-words large">
          {rich('request.sentence', {
            who: <RequesterName requester={request.requester} />,
            what: <strong>{scopeText(page, request.scope)}</strong>,
          })}
        </p>
        <RequestFacts request={request} />
        <p class="muted">{t('request.asked', { date: page.dateTime(request.createdAt) })}</p>
        {request.state !== 'requested' && (
          <p>
            <StateBadge state={request.state} /> {request.decidedAt !== null && date(request.decidedAt)}
          </p>
        )}
      </section>
      {request.state === 'requested' && <Decision {...props} />}
    </>
  );
}

function Decision({ request, recordTypes, choices = [], values, errors }: AccessRequestProps) {
  const { t, csrf } = usePage();
  const asked: DecisionValues = {
    extent: extentOf(request.scope),
    types: request.scope.types ?? [],
    records: (request.scope.records ?? []).map(String),
    from: request.scope.from ?? '',
    to: request.scope.to ?? '',
    until: request.until.slice(0, 10),
    reason: '',
  };
  const now = values ?? asked;
  const offered = request.scope.types ?? (Object.keys(recordTypes) as RecordType[]);
  return (
    <form method="post" action={paths.decide(request.id)}>
      <input type="hidden" name="_csrf" value={csrf} />
      <Card title={t('request.share')}>
        <InWhosePlace />
        <p class="muted">{t('request.shareText')}</p>
        <ScopeFields
          values={now}
          offered={offered}
          counts={recordTypes}
          everything={request.scope.types === null}
          singles={{ kind: 'listed', choices, chosen: (now.records ?? []).map(Number) }}
          onlySingles={request.scope.records !== null}
          errors={errors}
        />
        <Field name="until" label={t('scope.label.until')} help={t('request.untilHelp')} errors={errors}>
          {(control) => (
            <input {...control} type="date" name="until" value={now.until} max={request.until.slice(0, 10)} required />
          )}
        </Field>
        <button class="button full" type="submit" name="decision" value="grant">
          {t('request.approve')}
        </button>
        <p class="help centre">{t('request.approveText')}</p>
      </Card>
      <details class="card fold" open={now.reason !== ''}>
        <summary>{t('request.denyInstead')}</summary>
        <p class="muted">{t('request.denyText', { who: request.requester.name })}</p>
        <Field name="reason" label={t('request.reason')} optional errors={errors}>
          {(control) => <textarea {...control} name="reason" rows={2} maxLength={500} value={now.reason} />}
        </Field>
        <button class="button refuse" type="submit" name="decision" value="deny" formNoValidate>
          {t('request.deny')}
        </button>
      </details>
    </form>
  );
}

// Requests as the one who made them sees them: of whom, for what, and what became of them.
import { usePage } from '../../layout/page.tsx';
import { paths } from '../../paths.ts';
import type { AccessRequestView } from '../../view-types.ts';
import { StateBadge } from './grant-list.tsx';
import { scopeText } from './scope-words.tsx';

/** The requests of the reader; a waiting one may be taken back. */
export function OwnRequests({ requests }: { requests: readonly AccessRequestView[] }) {
  const page = usePage();
  const { t, date } = page;
  return (
    <ul class="rows">
      {requests.map((request) => (
        <li key={request.id} class="row" data-key={request.id}>
          <div class="row-body">
            <p class="row-title">
              <strong>{request.patient.name}</strong> <span class="code">{request.patient.number}</span>{' '}
              {request.state !== 'requested' && <StateBadge state={request.state} />}
            </p>
            <p>{scopeText(page, request.scope)}</p>
            <p class="muted">
              {t(`purpose.${request.purpose}`)} · {t('access.untilDate', { date: date(request.until) })} ·{' '}
              {request.decidedAt === null
                ? t('doctor.askedOn', { date: date(request.createdAt) })
                : t('doctor.answeredOn', { date: date(request.decidedAt) })}
            </p>
            {request.reason !== null && request.reason !== '' && (
              <p class="muted">{t('access.reason', { reason: request.reason })}</p>
            )}
          </div>
          {request.state === 'requested' && <CancelForm request={request} />}
        </li>
      ))}
    </ul>
  );
}

function CancelForm({ request }: { request: AccessRequestView }) {
  const { t, csrf } = usePage();
  return (
    <form method="post" action={paths.cancelRequest(request.id)}>
      <input type="hidden" name="_csrf" value={csrf} />
      <button
        class="button quiet small"
        type="submit"
        aria-label={t('doctor.cancelWho', { who: request.patient.name })}
      >
        {t('doctor.cancel')}
      </button>
    </form>
  );
}

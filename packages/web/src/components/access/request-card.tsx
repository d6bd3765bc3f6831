// A request for access as the patient meets it: who, what, why, until when; and the answer.
import { InWhosePlace } from '../../layout/guardian-bar.tsx';
import { usePage } from '../../layout/page.tsx';
import { paths } from '../../paths.ts';
import type { AccessRequestView, AccessScope, Requester } from '../../view-types.ts';
import { scopeText } from './scope-words.tsx';

/** A waiting request with its two answers and the way to answer with less. */
export function RequestCard({ request }: { request: AccessRequestView }) {
  const page = usePage();
  const { t, rich } = page;
  return (
    <article class="request" data-key={request.id}>
      <p class="request-words">
        {rich('request.sentence', {
          who: <RequesterName requester={request.requester} />,
          what: <strong>{scopeText(page, request.scope)}</strong>,
        })}
      </p>
      <RequestFacts request={request} />
      {page.decides ? (
        <>
          <InWhosePlace />
          <div class="actions">
            <AnswerForm request={request} />
            <a class="button quiet" href={paths.request(request.id)}>
              {t('request.details')}
            </a>
            <a
              class="button quiet"
              href={paths.blockPerson(request.requester.login)}
              aria-label={t('block.thisWho', { who: request.requester.name })}
            >
              {t('block.this')}
            </a>
          </div>
        </>
      ) : (
        <p class="muted">{t('guardian.onlyComplete')}</p>
      )}
    </article>
  );
}

/** Name, speciality and workplace, as far as they are known. */
export function RequesterName({ requester }: { requester: Requester }) {
  const about = [requester.speciality, requester.workplace].filter((part) => part !== null && part !== '').join(', ');
  return (
    <>
      <strong>{requester.name}</strong> <span class="code">{requester.login}</span>
      {about !== '' && ` (${about})`}
    </>
  );
}

/** Why and until when, as a definition list. */
export function RequestFacts({ request }: { request: AccessRequestView }) {
  const { t, date } = usePage();
  return (
    <dl class="facts">
      <div>
        <dt>{t('request.why')}</dt>
        <dd>{t(`purpose.${request.purpose}`)}</dd>
      </div>
      <div>
        <dt>{t('request.until')}</dt>
        <dd>{date(request.until)}</dd>
      </div>
      {request.note !== '' && (
        <div>
          <dt>{t('request.note')}</dt>
          <dd class="words">{request.note}</dd>
        </div>
      )}
    </dl>
  );
}

function AnswerForm({ request }: { request: AccessRequestView }) {
  const { t, csrf } = usePage();
  const who = request.requester.name;
  return (
    <form class="answer" method="post" action={paths.decide(request.id)}>
      <input type="hidden" name="_csrf" value={csrf} />
      <ScopeInputs scope={request.scope} />
      <input type="hidden" name="until" value={request.until.slice(0, 10)} />
      <button class="button" type="submit" name="decision" value="grant" aria-label={t('request.approveWho', { who })}>
        {t('request.approve')}
      </button>
      <button
        class="button refuse"
        type="submit"
        name="decision"
        value="deny"
        aria-label={t('request.denyWho', { who })}
      >
        {t('request.deny')}
      </button>
    </form>
  );
}

/** The scope as asked, for an answer that changes nothing in it. */
export function ScopeInputs({ scope }: { scope: AccessScope }) {
  return (
    <>
      <input type="hidden" name="extent" value={extentOf(scope)} />
      {(scope.records ?? []).map((record) => (
        <input key={record} type="hidden" name="records" value={record} />
      ))}
      {(scope.types ?? []).map((type) => (
        <input key={type} type="hidden" name="types" value={type} />
      ))}
      <input type="hidden" name="from" value={scope.from ?? ''} />
      <input type="hidden" name="to" value={scope.to ?? ''} />
    </>
  );
}

/** Which of the three kinds of scope it is; single records first, whatever their types. */
export function extentOf({ types, records }: AccessScope): 'all' | 'types' | 'records' {
  if (records !== null) return 'records';
  return types === null ? 'all' : 'types';
}

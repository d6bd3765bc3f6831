// Who may read: one row for each grant, with what it covers, until when, and the way to end it.
import { usePage } from '../../layout/page.tsx';
import { paths } from '../../paths.ts';
import type { AccessRequestView, AccessState, GrantView } from '../../view-types.ts';
import { RequesterName } from './request-card.tsx';
import { scopeText } from './scope-words.tsx';

/** Grants that are in force. */
export function ActiveGrants({ grants }: { grants: readonly GrantView[] }) {
  const page = usePage();
  const { t, date } = page;
  return (
    <ul class="rows">
      {grants.map((grant) => (
        <li key={grant.id} class="row" data-key={grant.id}>
          <Avatar name={grant.grantee.name} />
          <div class="row-body">
            <p class="row-title">
              <RequesterName requester={grant.grantee} />
            </p>
            <p>{t('access.mayRead', { what: scopeText(page, grant.scope) })}</p>
            <p class="muted">
              {t(`purpose.${grant.purpose}`)} · {t('access.since', { date: date(grant.grantedAt) })} ·{' '}
              <strong>{t('access.untilDate', { date: date(grant.until) })}</strong>
              {grant.imported && <> · {t('access.imported')}</>}
            </p>
          </div>
          {page.decides && (
            <div class="row-acts">
              <a
                class="button refuse"
                href={paths.revoke(grant.id)}
                aria-label={t('access.endWho', { who: grant.grantee.name })}
              >
                {t('access.end')}
              </a>
              <a
                class="button quiet"
                href={paths.blockPerson(grant.grantee.login)}
                aria-label={t('block.thisWho', { who: grant.grantee.name })}
              >
                {t('block.this')}
              </a>
            </div>
          )}
        </li>
      ))}
    </ul>
  );
}

/** A past request or grant, and how it ended. */
export interface PastAccess {
  id: string;
  who: AccessRequestView['requester'];
  scope: GrantView['scope'];
  purpose: GrantView['purpose'];
  state: AccessState;
  at: string;
  reason: string | null;
}

/** Requests that were refused or taken back, and grants that ended. */
export function PastAccessList({ items }: { items: readonly PastAccess[] }) {
  const page = usePage();
  return (
    <ul class="rows">
      {items.map((item) => (
        <li key={`${item.id} ${item.state}`} class="row past" data-key={`${item.id} ${item.state}`}>
          <Avatar name={item.who.name} />
          <div class="row-body">
            <p class="row-title">
              <RequesterName requester={item.who} />
            </p>
            <p class="muted">
              {scopeText(page, item.scope)} · {page.t(`purpose.${item.purpose}`)}
            </p>
            {item.reason !== null && item.reason !== '' && (
              <p class="muted">{page.t('access.reason', { reason: item.reason })}</p>
            )}
          </div>
          <p class="row-state">
            <StateBadge state={item.state} />
            <time dateTime={item.at}>{page.date(item.at)}</time>
          </p>
        </li>
      ))}
    </ul>
  );
}

const tones: Readonly<Record<AccessState, string>> = {
  requested: 'high',
  granted: 'ok',
  denied: 'critical',
  cancelled: 'plain',
  expired: 'plain',
  revoked: 'critical',
};

/** The state of a request, as a word with a colour. */
export function StateBadge({ state }: { state: AccessState }) {
  const { t } = usePage();
  return <span class={`badge ${tones[state]}`}>{t(`state.${state}`)}</span>;
}

/** The first letters of a name, as a picture for those who look for a face. */
export function Avatar({ name }: { name: string }) {
  const words = name
    .replace(/^Dr\.?\s+/i, '')
    .split(/\s+/)
    .filter((word) => word !== '');
  const letters = [words[0], words.length > 1 ? words.at(-1) : undefined]
    .map((word) => [...(word ?? '')][0] ?? '')
    .join('');
  return (
    <span class="avatar" aria-hidden="true">
      {letters}
    </span>
  );
}

// Whom the patient blocks, each with the way to end it.
import { usePage } from '../../layout/page.tsx';
import { paths } from '../../paths.ts';
import type { Requester } from '../../view-types.ts';
import { PostButton } from '../post-button.tsx';
import { Avatar } from './grant-list.tsx';
import { RequesterName } from './request-card.tsx';

/** Somebody who is blocked; `since` is an instant. */
export interface BlockedPerson {
  id: string;
  who: Requester;
  since: string;
}

/** One row for each person. */
export function BlockedList({ people }: { people: readonly BlockedPerson[] }) {
  const { t, date, decides } = usePage();
  return (
    <ul class="rows">
      {people.map(({ id, who, since }) => (
        <li key={id} class="row" data-key={id}>
          <Avatar name={who.name} />
          <div class="row-body">
            <p class="row-title">
              <RequesterName requester={who} />
            </p>
            <p class="muted">{t('block.since', { date: date(since) })}</p>
          </div>
          {decides && (
            <PostButton action={paths.unblock(id)} text={t('block.end')} label={t('block.endWho', { who: who.name })} />
          )}
        </li>
      ))}
    </ul>
  );
}

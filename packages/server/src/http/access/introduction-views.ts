// Introductions as pages take them.

import type { IntroductionView } from '@patrec/web';
import type { StoredIntroduction } from '../../access/introduction-store.ts';
import { practitioners } from '../../access/party-store.ts';
import type { App } from '../app.ts';
import { toRequester } from '../views.ts';

/** What is open, as the patient's lists show it. */
export async function introductionViews(app: App, open: readonly StoredIntroduction[]): Promise<IntroductionView[]> {
  const people = await practitioners(
    app.db,
    open.flatMap(({ openedBy }) => openedBy ?? []),
  );
  return open.map(({ id, openedBy, until }) => {
    const who = openedBy === null ? undefined : people.get(openedBy);
    return { id, who: who ? toRequester(who) : null, until };
  });
}

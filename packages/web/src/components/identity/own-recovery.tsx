// Somebody at the desk recovers the reader's account: the way to stop it.
import { usePage } from '../../layout/page.tsx';
import { paths } from '../../paths.ts';
import { Card } from '../card.tsx';

export interface OwnRecoveryProps {
  who: string;
  openedAt: string;
}

/** POST /account/recovery/cancel */
export function OwnRecovery({ who, openedAt }: OwnRecoveryProps) {
  const { t, csrf, dateTime } = usePage();
  return (
    <Card title={t('ownRecovery.title')} tone="danger" id="recovery">
      <div class="stack">
        <p>{t('ownRecovery.text', { who, time: dateTime(openedAt) })}</p>
        <form class="actions" method="post" action={paths.cancelOwnRecovery}>
          <input type="hidden" name="_csrf" value={csrf} />
          <button class="button refuse" type="submit">
            {t('deskRecovery.cancel')}
          </button>
        </form>
      </div>
    </Card>
  );
}

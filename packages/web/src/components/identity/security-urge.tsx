// On the start page of those whose account reaches other people's data, while a password alone protects it.
import { usePage } from '../../layout/page.tsx';
import { paths } from '../../paths.ts';
import { Card } from '../card.tsx';

/** A card that leads to the account page. */
export function SecurityUrge() {
  const { t } = usePage();
  return (
    <Card title={t('security.urge')} tone="attention">
      <div class="stack">
        <p>{t('security.urgeText')}</p>
        <div class="actions">
          <a class="button" href={`${paths.account}#security`}>
            {t('security.urgeButton')}
          </a>
        </div>
      </div>
    </Card>
  );
}

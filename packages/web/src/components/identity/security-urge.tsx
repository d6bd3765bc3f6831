// Where a password alone protects an account: on the start page of those who reach other people's data, and before what asks for two
// factors.
import type { MessageKey } from '../../i18n/translate.ts';
import { usePage } from '../../layout/page.tsx';
import { paths } from '../../paths.ts';
import { Card } from '../card.tsx';

/** A card that leads to the account page, where a second factor is set up. */
export function SecurityUrge({
  title = 'security.urge',
  text = 'security.urgeText',
}: Partial<Record<'title' | 'text', MessageKey>>) {
  const { t } = usePage();
  return (
    <Card title={t(title)} tone="attention">
      <div class="stack">
        <p>{t(text)}</p>
        <div class="actions">
          <a class="button" href={`${paths.account}#security`}>
            {t('security.urgeButton')}
          </a>
        </div>
      </div>
    </Card>
  );
}

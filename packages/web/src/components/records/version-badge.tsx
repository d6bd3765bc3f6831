// The marks of a record that is not as it was first written.
import { usePage } from '../../layout/page.tsx';
import { Icon } from '../icon.tsx';

/** That it was entered in error, with a cross and the words. */
export function InErrorBadge() {
  const { t } = usePage();
  return (
    <span class="badge critical in-error-badge">
      <Icon name="cross" /> {t('version.inError')}
    </span>
  );
}

/** Whether a version is the one in force. */
export function StateBadge({ stands }: { stands: boolean }) {
  const { t } = usePage();
  return <span class={stands ? 'badge ok' : 'badge plain'}>{t(stands ? 'version.active' : 'version.superseded')}</span>;
}

/** Which version of an amended record stands. */
export function VersionBadge({ version }: { version: number }) {
  const { t } = usePage();
  return (
    <span class="badge plain">
      <Icon name="pen" /> {t('version.amended')} · {t('version.count', { number: version })}
    </span>
  );
}

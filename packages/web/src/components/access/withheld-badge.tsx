// The mark of a record that its patient withholds: only the patient ever sees it.
import { usePage } from '../../layout/page.tsx';
import { Icon } from '../icon.tsx';

/** A badge with a lock and the word. */
export function WithheldBadge() {
  const { t } = usePage();
  return (
    <span class="badge plain withheld">
      <Icon name="lock" /> {t('record.withheld')}
    </span>
  );
}

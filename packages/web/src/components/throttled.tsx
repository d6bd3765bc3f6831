// Too many attempts: the next one has to wait.
import { usePage } from '../layout/page.tsx';

/** Says so, and what for. */
export function Throttled() {
  const { t } = usePage();
  return (
    <div class="error-summary" role="alert" tabIndex={-1} data-focus>
      <h2>{t('signIn.throttled')}</h2>
      <p>{t('signIn.throttledText')}</p>
    </div>
  );
}

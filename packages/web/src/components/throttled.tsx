// Too many attempts: the next has to wait.
import { usePage } from '../layout/page.tsx';

/** Says so, and takes the focus; `text` says after what and for how long. */
export function Throttled({ text }: { text?: string }) {
  const { t } = usePage();
  return (
    <div class="error-summary" role="alert" tabIndex={-1} data-focus>
      <h2>{t('signIn.throttled')}</h2>
      <p>{text ?? t('signIn.throttledText')}</p>
    </div>
  );
}

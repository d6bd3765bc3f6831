// What has just been done, said once at the top of the next page.
import { Icon } from '../components/icon.tsx';
import type { NoticeKey } from '../page-context.ts';
import { usePage } from './page.tsx';

/** A confirmation that a screen reader announces. */
export function Notice({ notice }: { notice: NoticeKey }) {
  const { t } = usePage();
  return (
    <div class="notice" role="status" data-notice={notice}>
      <Icon name="check" />
      <p>{t(`notice.${notice}`)}</p>
    </div>
  );
}

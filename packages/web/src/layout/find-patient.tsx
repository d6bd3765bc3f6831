// Finding a patient by number: a plain GET form, in the header and on the start pages.
import { Icon } from '../components/icon.tsx';
import { paths } from '../paths.ts';
import { usePage } from './page.tsx';

/** The search in the header. */
export function FindPatient() {
  const { t } = usePage();
  return (
    <search aria-label={t('find.label')}>
      <form class="find" method="get" action={paths.findPatient}>
        <Icon name="search" />
        <input
          type="search"
          name="number"
          required
          autocomplete="off"
          autocapitalize="characters"
          spellcheck={false}
          maxLength={20}
          placeholder={t('find.field')}
          aria-label={t('find.field')}
        />
        <button class="button small" type="submit">
          {t('find.button')}
        </button>
      </form>
    </search>
  );
}

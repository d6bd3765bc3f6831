// Finding a patient, on the start pages of those who work here.
import { usePage } from '../../layout/page.tsx';
import { paths } from '../../paths.ts';

/** A card with the search by number. GET /patients?number=PAT001 */
export function FindCard() {
  const { t } = usePage();
  return (
    <section class="card find-card">
      <h2>{t('find.title')}</h2>
      <p class="muted">{t('find.text')}</p>
      <form class="inline" method="get" action={paths.findPatient}>
        <div class="field">
          <label for="find-number">{t('find.field')}</label>
          <input
            id="find-number"
            name="number"
            required
            autocomplete="off"
            autocapitalize="characters"
            spellcheck={false}
            maxLength={20}
          />
        </div>
        <button class="button" type="submit">
          {t('find.button')}
        </button>
      </form>
    </section>
  );
}

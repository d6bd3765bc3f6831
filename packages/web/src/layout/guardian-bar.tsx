// The bar over every page that a guardian opens in a patient's place: whose record this is, and the way back.
import { Icon } from '../components/icon.tsx';
import type { PageContext } from '../page-context.ts';
import { paths } from '../paths.ts';
import { usePage } from './page.tsx';

/** Names the patient; it stays in sight while the page scrolls. */
export function GuardianBar({ patient }: { patient: NonNullable<PageContext['inPlaceOf']> }) {
  const { t, rich } = usePage();
  return (
    <aside class="guardian-bar" aria-label={t('guardian.bar')}>
      <div class="guardian-row">
        <Icon name="person" />
        <p>
          {rich('guardian.recordOf', { who: <strong>{patient.name}</strong> })}{' '}
          <span class="code">{patient.number}</span>
          <span class="guardian-level">{t(`guardian.level.${patient.level}`)}</span>
        </p>
        <a href={paths.ownHome}>{t('guardian.leave')}</a>
      </div>
    </aside>
  );
}

/** On a page that changes something: in whose place. Nothing where the reader acts for themself. */
export function InWhosePlace() {
  const { inPlaceOf, rich } = usePage();
  if (inPlaceOf === undefined) return null;
  const who = `${inPlaceOf.name} (${inPlaceOf.number})`;
  return <p class="guardian-reminder">{rich('guardian.youActFor', { who: <strong>{who}</strong> })}</p>;
}

// What a check of the chain proves and what it does not, in plain words; the threat model says the same at length.
import type { MessageKey } from '../../i18n/translate.ts';
import { usePage } from '../../layout/page.tsx';
import { Icon } from '../icon.tsx';

const PROVEN = ['verify.proves1', 'verify.proves2', 'verify.proves3'] as const satisfies readonly MessageKey[];
const NOT_PROVEN = [
  'verify.not1',
  'verify.not2',
  'verify.not3',
  'verify.not4',
  'verify.not5',
] as const satisfies readonly MessageKey[];

/** A card with both lists. */
export function Proves() {
  const { t } = usePage();
  return (
    <section class="card proves-card">
      <h2>{t('verify.means')}</h2>
      <h3>{t('verify.proves')}</h3>
      <List keys={PROVEN} proven />
      <h3>{t('verify.not')}</h3>
      <List keys={NOT_PROVEN} />
    </section>
  );
}

function List({ keys, proven = false }: { keys: readonly MessageKey[]; proven?: boolean }) {
  const { t } = usePage();
  return (
    <ul class="proves">
      {keys.map((key) => (
        <li key={key} class={proven ? 'yes' : 'no'}>
          <Icon name={proven ? 'check' : 'cross'} /> {t(key)}
        </li>
      ))}
    </ul>
  );
}

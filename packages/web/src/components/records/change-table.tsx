// Two versions of a record beside each other: each change in words and with marks, never by colour alone.
import { usePage } from '../../layout/page.tsx';
import type { Difference } from './record-differences.ts';

interface ChangeTableProps {
  differences: readonly Difference[];
  /** What the two sides are called. */
  before: string;
  after: string;
}

const marks = { changed: '→', added: '+', removed: '−' } as const;

/** What differs as a table, what is the same folded under it. */
export function ChangeTable({ differences, before, after }: ChangeTableProps) {
  const { t, count } = usePage();
  const changed = differences.filter(({ kind }) => kind !== 'same');
  const same = differences.filter(({ kind }) => kind === 'same');
  return (
    <>
      {changed.length === 0 ? (
        <p>{t('changes.none')}</p>
      ) : (
        <table class="table change-table">
          <thead>
            <tr>
              <th scope="col">{t('changes.entry')}</th>
              <th scope="col">{t('changes.mark')}</th>
              <th scope="col">{before}</th>
              <th scope="col">{after}</th>
            </tr>
          </thead>
          <tbody>
            {changed.map((one) => (
              <Change key={one.name} difference={one} before={before} after={after} />
            ))}
          </tbody>
        </table>
      )}
      {same.length > 0 && (
        <details class="fold">
          <summary>{count('changes.same', same.length)}</summary>
          <dl class="facts">
            {same.map(({ name, label, after: value }) => (
              <div key={name}>
                <dt>{label}</dt>
                <dd class="typed">{value}</dd>
              </div>
            ))}
          </dl>
        </details>
      )}
    </>
  );
}

type Changed = Difference & { kind: keyof typeof marks };

function Change({ difference, before, after }: { difference: Difference; before: string; after: string }) {
  const { t } = usePage();
  const { label, kind, ...values } = difference as Changed;
  const nothing = <span class="muted">{t('changes.nothing')}</span>;
  return (
    <tr>
      <th scope="row">{label}</th>
      <td data-label={t('changes.mark')}>
        <span class={`change-mark ${kind}`}>
          <span aria-hidden="true">{marks[kind]}</span> {t(`changes.${kind}`)}
        </span>
      </td>
      <td data-label={before}>{values.before === undefined ? nothing : <del class="typed">{values.before}</del>}</td>
      <td data-label={after}>{values.after === undefined ? nothing : <ins class="typed">{values.after}</ins>}</td>
    </tr>
  );
}

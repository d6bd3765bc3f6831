// An abnormal value always has a glyph, a word and a colour, so that none of the three has to be seen.
import { usePage } from '../../layout/page.tsx';
import type { Flag } from '../../view-types.ts';

const looks: Readonly<Record<Flag, { glyph: string; tone: string }>> = {
  HH: { glyph: '▲▲', tone: 'critical' },
  LL: { glyph: '▼▼', tone: 'critical' },
  H: { glyph: '▲', tone: 'high' },
  L: { glyph: '▼', tone: 'low' },
  A: { glyph: '◆', tone: 'high' },
  N: { glyph: '✓', tone: 'ok' },
};

/** The badge of a flag; nothing where no reference is known. */
export function FlagBadge({ flag }: { flag: Flag | null }) {
  const { t } = usePage();
  if (flag === null) return null;
  const { glyph, tone } = looks[flag];
  return (
    <span class={`badge ${tone}`}>
      <span aria-hidden="true">{glyph}</span> {t(`flag.${flag}`)}
    </span>
  );
}

/** The badge of a whole record: how many values are critical or outside their reference. */
export function AbnormalBadge({ abnormal, critical }: { abnormal: number; critical: number }) {
  const { count } = usePage();
  if (critical > 0) {
    return (
      <span class="badge critical">
        <span aria-hidden="true">▲▼</span> {count('record.critical', critical)}
      </span>
    );
  }
  if (abnormal === 0) return null;
  return (
    <span class="badge high">
      <span aria-hidden="true">▲▼</span> {count('record.abnormal', abnormal)}
    </span>
  );
}

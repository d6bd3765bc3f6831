// An inclusion proof (RFC 6962) drawn as a tree, the signed root at the top and the entry at the bottom, and told in words.
import { usePage } from '../../layout/page.tsx';
import { Icon } from '../icon.tsx';

/** Hashes are hexadecimal. `waiting`: no checkpoint covers the entry yet. `failed`: it does not hold. */
export type ProofView = { state: 'waiting' } | { state: 'failed' } | ({ state: 'proven' } & WayView);

export interface WayView {
  /** The entry's place in the log, and the hash that stands there. */
  index: number;
  leaf: string;
  /** From the leaf up: a hash beside, over which places (`end` is outside), and what both make. */
  steps: readonly WayStep[];
  root: string;
  size: number;
  origin: string;
  signedAt: string;
  witnesses: readonly { name: string; signedAt: string | null }[];
  /** Whether those who signed are as many as the policy asks for. */
  witnessed: boolean;
}

interface WayStep {
  sibling: string;
  side: 'left' | 'right';
  node: string;
  over: Range;
}

interface Range {
  start: number;
  end: number;
}

const WIDTH = 352;
const BOX = { width: 108, height: 46 };
const ROW = 76;
const ABOVE = 18;
const MIDDLE = WIDTH / 2;
const SHOWN_OF_HASH = 8;
const columns = { left: BOX.width / 2 + 1, middle: MIDDLE, right: WIDTH - BOX.width / 2 - 1 };

/** The checkpoint with those who signed it, the way to it as a picture, and the same in words. */
export function ProofTree({ way }: { way: WayView }) {
  return (
    <div class="proof-figure">
      <SignedRoot way={way} />
      <Picture way={way} />
      <InWords way={way} />
    </div>
  );
}

function SignedRoot({ way: { size, origin, signedAt, witnesses, witnessed } }: { way: WayView }) {
  const { t, count, dateTime } = usePage();
  const signers = witnesses.filter((one) => one.signedAt !== null).map(({ name }) => name);
  const params = { count: signers.length, all: witnesses.length, names: signers.join(', ') };
  const words = witnesses.length === 0 ? 'none' : witnessed && signers.length > 0 ? 'enough' : 'few';
  return (
    <div class={words === 'enough' ? 'checkpoint witnessed' : 'checkpoint'}>
      <p>
        <strong>{count('chain.checkpoint', size)}</strong>
      </p>
      <p>{t('chain.signedBy', { origin, at: dateTime(signedAt) })}</p>
      <ul class="witnesses">
        {witnesses.map((one) => (
          <li key={one.name} class={one.signedAt === null ? 'no' : 'yes'}>
            <Icon name={one.signedAt === null ? 'clock' : 'check'} />
            {one.signedAt === null
              ? t('chain.witnessAbsent', { name: one.name })
              : t('chain.witnessSigned', { name: one.name, at: dateTime(one.signedAt) })}
          </li>
        ))}
      </ul>
      <p class="witness-words">{t(`witness.${words}`, params)}</p>
    </div>
  );
}

function Picture({ way }: { way: WayView }) {
  const { t } = usePage();
  const { steps, index, leaf } = way;
  const height = ABOVE + steps.length * ROW + BOX.height + 2;
  const own = { start: index, end: index + 1 };
  const ranges = rangesUp(own, steps);
  return (
    <svg class="proof-tree" viewBox={`0 0 ${WIDTH} ${height}`} role="img" aria-label={t('chain.picture')}>
      <path class="way" d={`M${MIDDLE} 0V${height - BOX.height}`} />
      {steps.map(({ node, sibling, side, over }, i) => {
        const top = ABOVE + (steps.length - 1 - i) * ROW;
        const isRoot = i === steps.length - 1;
        return (
          <g key={node}>
            <path class="beside" d={branch(columns[side], top)} />
            <Node x={columns[side]} y={top + ROW} hash={sibling} range={over} kind="sibling" />
            <Node x={MIDDLE} y={top} hash={node} range={ranges[i] ?? own} kind={isRoot ? 'root' : 'node'} />
          </g>
        );
      })}
      <Node x={MIDDLE} y={ABOVE + steps.length * ROW} hash={leaf} range={own} kind="leaf" />
    </svg>
  );
}

/** What the nodes of the way stand over, from the leaf's parent to the root. */
function rangesUp(own: Range, steps: readonly WayStep[]): Range[] {
  let at = own;
  return steps.map(({ over }) => {
    at = { start: Math.min(at.start, over.start), end: Math.max(at.end, over.end) };
    return at;
  });
}

// From the top of a sibling up to the way, where both become one.
function branch(x: number, top: number): string {
  const joint = top + BOX.height + (ROW - BOX.height) / 2;
  return `M${x} ${top + ROW}V${joint}H${MIDDLE}`;
}

interface NodeProps {
  x: number;
  y: number;
  hash: string;
  range: Range;
  kind: 'leaf' | 'node' | 'sibling' | 'root';
}

function Node({ x, y, hash, range, kind }: NodeProps) {
  return (
    <g class={kind}>
      <rect x={x - BOX.width / 2} y={y} width={BOX.width} height={BOX.height} rx="9" />
      <text class="tree-hash" x={x} y={y + 20}>
        {hash.slice(0, SHOWN_OF_HASH)}…
      </text>
      <text class="tree-range" x={x} y={y + 37}>
        {rangeText(range)}
      </text>
    </g>
  );
}

function rangeText({ start, end }: Range): string {
  return end - start === 1 ? String(start) : `${start}–${end - 1}`;
}

function InWords({ way: { index, leaf, steps, root, size } }: { way: WayView }) {
  const { t, rich } = usePage();
  const whole = (hash: string) => <span class="hash">{hash}</span>;
  return (
    <details class="fold in-words">
      <summary>{t('chain.inWords')}</summary>
      <ol data-way>
        <li>{rich('chain.wordsLeaf', { index, hash: whole(leaf) })}</li>
        {steps.map(({ sibling, side, node, over }) => (
          <li key={node} data-side={side}>
            {rich(side === 'left' ? 'chain.wordsLeft' : 'chain.wordsRight', {
              places: rangeText(over),
              hash: whole(sibling),
              node: whole(node),
            })}
          </li>
        ))}
        <li>{rich('chain.wordsRoot', { hash: whole(root), size })}</li>
      </ol>
    </details>
  );
}

// The mark of one value on a chart: its shape says what its colour says.
import type { Flag } from '../view-types.ts';
import { round } from './scale.ts';

const tones: Readonly<Record<Flag, string>> = {
  HH: 'critical',
  LL: 'critical',
  H: 'high',
  L: 'low',
  A: 'high',
  N: 'ok',
};

interface MarkerProps {
  x: number;
  y: number;
  flag: Flag | null;
  size: number;
}

/** A triangle up for high, down for low, a dot for the rest. */
export function Marker({ x, y, flag, size }: MarkerProps) {
  const tone = `marker ${flag === null ? 'ok' : tones[flag]}`;
  if (flag === null || flag === 'N' || flag === 'A') return <circle class={tone} cx={x} cy={y} r={size * 0.7} />;
  const tip = flag === 'H' || flag === 'HH' ? -1 : 1;
  const at = (dx: number, dy: number) => `${round(x + dx * size)} ${round(y + dy * tip * size)}`;
  return <path class={tone} d={`M${at(0, 1.1)}L${at(1.1, -0.8)}L${at(-1.1, -0.8)}Z`} />;
}

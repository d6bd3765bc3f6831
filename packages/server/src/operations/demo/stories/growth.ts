// Children growing along a line of their own: WHO Child Growth Standards (2006) and WHO Reference 2007, medians.

import { months } from '../days.ts';
import type { Vaccine, VisitEntry, Vitals } from '../entry.ts';

interface Median {
  readonly month: number;
  readonly kg: number;
  readonly cm: number;
}

const boys: readonly Median[] = [
  { month: 0, kg: 3.3, cm: 49.9 },
  { month: 1, kg: 4.5, cm: 54.7 },
  { month: 2, kg: 5.6, cm: 58.4 },
  { month: 4, kg: 7.0, cm: 63.9 },
  { month: 6, kg: 7.9, cm: 67.6 },
  { month: 9, kg: 8.9, cm: 72.0 },
  { month: 12, kg: 9.6, cm: 75.7 },
  { month: 18, kg: 10.9, cm: 82.3 },
  { month: 24, kg: 12.2, cm: 87.1 },
  { month: 36, kg: 14.3, cm: 96.1 },
  { month: 48, kg: 16.3, cm: 103.3 },
  { month: 60, kg: 18.3, cm: 110.0 },
];

const girls: readonly Median[] = [
  { month: 0, kg: 3.2, cm: 49.1 },
  { month: 1, kg: 4.2, cm: 53.7 },
  { month: 2, kg: 5.1, cm: 57.1 },
  { month: 4, kg: 6.4, cm: 62.1 },
  { month: 6, kg: 7.3, cm: 65.7 },
  { month: 12, kg: 8.9, cm: 74.0 },
];

/** How a child stands to the median: 1 is on it. */
export interface Line {
  readonly sex: 'female' | 'male';
  readonly weight: number;
  readonly height: number;
}

/** Weight and height of the child at an age in days. */
export function grownTo({ sex, weight, height }: Line, days: number): Vitals {
  const { kg, cm } = medianAt(sex === 'male' ? boys : girls, days / 30.4375);
  return { weight: (kg * weight).toFixed(1), height: (cm * height).toFixed(1) };
}

/** A visit for growth and vaccines at an age. */
export interface Appointment {
  readonly days: number;
  readonly title: string;
  readonly reason: string;
  readonly vaccines?: readonly Vaccine[];
}

/** The appointments that the child has lived to see, each with weight and height. */
export function growthVisits(
  line: Line,
  bornDaysAgo: number,
  all: readonly Appointment[],
  author: string,
): VisitEntry[] {
  const lived = all.filter(({ days }) => bornDaysAgo - days >= 3);
  return lived.map(({ days, ...visit }, index) => ({
    ...visit,
    kind: 'visit',
    key: `growth-${days}`,
    daysAgo: bornDaysAgo - days,
    time: index % 2 === 0 ? '10:30' : '17:45',
    author,
    visit: 'well-child',
    vitals: grownTo(line, days),
  }));
}

/** That many months as an age in days. */
export const age = { weeks: (count: number) => count * 7, months };

function medianAt(table: readonly Median[], month: number): Median {
  const after = table.findIndex((row) => row.month > month);
  const [low, high] = [table.at(after === -1 ? -1 : Math.max(after - 1, 0)), table.at(after)];
  if (!low || !high) throw new RangeError('The table of medians is empty.');
  const share = high.month === low.month ? 0 : (month - low.month) / (high.month - low.month);
  return { month, kg: low.kg + (high.kg - low.kg) * share, cm: low.cm + (high.cm - low.cm) * share };
}

// PAT001: five years of type 2 diabetes, from its discovery to good control, and a little slackness at the end.

import { months } from '../days.ts';
import type { Entry, LaboratoryEntry, Life, VisitEntry } from '../entry.ts';
import { lipids, urine } from '../forms.ts';
import { around, type Chance } from '../random.ts';
import { along, daytime, morning, type Points, pressureAlong } from './course.ts';
import { diabetesTurningPoints } from './diabetes-visits.ts';

/** HbA1c in %, quarter by quarter, oldest first. */
const hba1c = [
  9.1, 8.7, 8.4, 8.1, 7.9, 7.7, 7.6, 7.4, 7.3, 7.1, 7.2, 7.0, 6.9, 6.8, 6.7, 6.6, 6.6, 6.5, 6.4, 6.5, 6.7,
] as const;

/** Courses over the same quarters: lipids in mg/dL, weight in kg, pressure in mmHg. The statin came after a third. */
const total: Points = [238, 236, 182, 171, 164, 158, 166];
const triglycerides: Points = [224, 212, 176, 158, 146, 138, 151];
const hdl: Points = [41, 42, 44, 46, 48, 51, 50];
const weight: Points = [78.6, 76.2, 74.0, 72.1, 70.4, 69.6, 70.9];
const systolic: Points = [148, 142, 136, 132, 128, 126, 130];
const diastolic: Points = [94, 90, 86, 82, 80, 79, 81];
const haemoglobin: Points = [11.6, 12.3, 12.6];

const sugarInUrine = ['2+', '1+', 'trace', 'nil', 'nil'];
const laboratories = [
  { author: 'STF1', laboratory: 'Sunrise Diagnostics, Anna Nagar' },
  { author: 'STF1', laboratory: 'Sunrise Diagnostics, Anna Nagar' },
  { author: 'DOC6', laboratory: 'Kaveri Laboratory, Adyar' },
  { author: 'STF1', laboratory: 'Sunrise Diagnostics, Anna Nagar' },
  { author: 'DOC1', laboratory: 'Anna Nagar Family Clinic' },
] as const;

const newestDaysAgo = 25;

/** Quarterly laboratory results, half-yearly reviews, and what else happened. */
export function diabetes({ chance }: Life): Entry[] {
  const results = hba1c.map((value, quarter) => quarterly(chance, quarter, value));
  const reviews = hba1c.flatMap((value, quarter) => (isReviewed(quarter) ? [review(chance, quarter, value)] : []));
  return [...results, ...reviews, ...diabetesTurningPoints];
}

function quarterly(chance: Chance, quarter: number, value: number): LaboratoryEntry {
  const place = placeOf(quarter);
  const { author, laboratory } = laboratories[quarter % laboratories.length] ?? laboratories[0];
  return {
    kind: 'laboratory',
    key: `quarter-${quarter}`,
    daysAgo: daysAgo(quarter),
    time: morning(chance),
    author,
    laboratory,
    form: {
      hba1c: value.toFixed(1),
      'glucose-fasting': around(chance, 24 * value - 28, 5),
      'glucose-post-meal': around(chance, 38 * value - 78, 8),
      ...(quarter % 2 === 0 && lipids(along(total, place), along(triglycerides, place), along(hdl, place))),
      ...(quarter % 4 === 0 && { haemoglobin: around(chance, along(haemoglobin, place), 0.1, 1) }),
      ...(quarter % 4 === 2 && urine({ 'urine-sugar': sugarInUrine[(quarter - 2) / 4] ?? 'nil' })),
    },
    ...(quarter === 0 && { comment: 'Fasting sample. Suggest clinical correlation and repeat after treatment.' }),
  };
}

function review(chance: Chance, quarter: number, value: number): VisitEntry {
  const place = placeOf(quarter);
  return {
    kind: 'visit',
    key: `review-${quarter}`,
    daysAgo: daysAgo(quarter) - 4,
    time: daytime(chance),
    author: quarter % 8 === 6 ? 'DOC6' : 'DOC1',
    visit: 'follow-up',
    title: 'Diabetes review',
    reason:
      quarter === hba1c.length - 1
        ? 'Review of sugar control; a little higher since the festivals, walks less'
        : reasonFor(value),
    vitals: {
      ...pressureAlong(chance, systolic, diastolic, place),
      heartRate: around(chance, 78, 5),
      weight: around(chance, along(weight, place), 0.3, 1),
      height: '158',
    },
  };
}

// Every half year, from the treatment's beginning on.
function isReviewed(quarter: number): boolean {
  return quarter > 0 && quarter % 2 === 0;
}

function reasonFor(value: number): string {
  if (value > 8) return 'Review of sugar control; above target, tired in the evenings';
  if (value > 7) return 'Review of sugar control; improving, near target';
  return 'Review of sugar control; at target, no low sugars';
}

function daysAgo(quarter: number): number {
  return newestDaysAgo + months(3 * (hba1c.length - 1 - quarter));
}

function placeOf(quarter: number): number {
  return quarter / (hba1c.length - 1);
}

// PAT006: protein in the urine that grew with high blood pressure, kidneys that fail slowly, and what slowed it.

import { months } from '../days.ts';
import type { Entry, Form, LaboratoryEntry, Life, VisitEntry } from '../entry.ts';
import { urine } from '../forms.ts';
import { around, type Chance } from '../random.ts';
import { along, daytime, morning, type Points, pressureAlong } from './course.ts';
import { kidneyTurningPoints } from './kidney-visits.ts';

/** What the urine showed, oldest first; each finding held for about five months. */
const findings: readonly Form[] = [
  { 'urine-protein': 'trace', 'specific-gravity': '1.018' },
  { 'urine-protein': '1+', 'specific-gravity': '1.016', 'pus-cells': '3-4' },
  { 'urine-protein': '2+', 'specific-gravity': '1.014', casts: 'hyaline', 'red-cells': '2-3' },
  {
    'urine-protein': '2+',
    'specific-gravity': '1.012',
    casts: 'granular',
    'red-cells': '4-5',
    'urine-appearance': 'slightly-turbid',
  },
  { 'urine-protein': '3+', 'specific-gravity': '1.010', casts: 'granular', 'red-cells': '5-6', 'pus-cells': '4-5' },
  {
    'urine-protein': '3+',
    'specific-gravity': '1.010',
    casts: 'granular',
    'pus-cells': '18-20',
    'urine-appearance': 'turbid',
    'red-cells': '6-8',
  },
  { 'urine-protein': '2+', 'specific-gravity': '1.011', casts: 'granular', 'red-cells': '3-4' },
  { 'urine-protein': '2+', 'specific-gravity': '1.011', casts: 'hyaline' },
  { 'urine-protein': '1+', 'specific-gravity': '1.011', casts: 'hyaline' },
  { 'urine-protein': '1+', 'specific-gravity': '1.010' },
];

const haemoglobin: Points = [13.6, 13.3, 12.9, 12.4, 11.8, 11.2, 10.8, 11.0, 11.4, 11.6];
const systolic: Points = [158, 160, 156, 154, 150, 148, 138, 134, 130, 132];
const diastolic: Points = [94, 96, 94, 92, 90, 88, 82, 80, 78, 78];
const weight: Points = [81.4, 81.0, 80.2, 79.1, 78.4, 77.0, 76.2, 76.0, 75.8, 75.9];
const quarters = 20;
const newestDaysAgo = 12;

/** Quarterly urine and haemoglobin, reviews, and what happened between them. */
export function kidney({ chance }: Life): Entry[] {
  const all = Array.from({ length: quarters }, (_, quarter) => quarter);
  const reviews = all.filter((quarter) => quarter % 2 === 0).map((quarter) => review(chance, quarter));
  return [...all.map((quarter) => results(chance, quarter)), ...reviews, ...kidneyTurningPoints];
}

function results(chance: Chance, quarter: number): LaboratoryEntry {
  const found = findings[Math.floor((quarter * findings.length) / quarters)];
  return {
    kind: 'laboratory',
    key: `quarter-${quarter}`,
    daysAgo: daysAgo(quarter),
    time: morning(chance),
    author: 'STF1',
    laboratory: 'Shivalik Diagnostics, Chandigarh',
    form: {
      ...urine(found),
      haemoglobin: around(chance, along(haemoglobin, placeOf(quarter)), 0.1, 1),
      ...(quarter % 2 === 0 && { 'glucose-fasting': around(chance, 98, 5) }),
    },
  };
}

function review(chance: Chance, quarter: number): VisitEntry {
  const place = placeOf(quarter);
  return {
    kind: 'visit',
    key: `review-${quarter}`,
    daysAgo: daysAgo(quarter) - 3,
    time: daytime(chance),
    author: 'DOC10',
    visit: 'follow-up',
    title: 'Review of blood pressure and kidneys',
    reason:
      place < 0.55
        ? 'Protein in the urine; pressure above target'
        : 'Protein in the urine falling; pressure near target',
    vitals: {
      ...pressureAlong(chance, systolic, diastolic, place),
      heartRate: around(chance, 76, 4),
      weight: around(chance, along(weight, place), 0.3, 1),
      height: '176',
    },
  };
}

function daysAgo(quarter: number): number {
  return newestDaysAgo + months(3 * (quarters - 1 - quarter));
}

function placeOf(quarter: number): number {
  return quarter / (quarters - 1);
}

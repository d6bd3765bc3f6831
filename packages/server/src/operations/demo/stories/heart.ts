// PAT002: raised cholesterol, exertional chest pain, a stent, and the years after it.

import { months } from '../days.ts';
import type { Entry, LaboratoryEntry, Life, VisitEntry } from '../entry.ts';
import { lipids } from '../forms.ts';
import { around, type Chance } from '../random.ts';
import { along, daytime, morning, type Points, pressureAlong } from './course.ts';
import { heartTurningPoints } from './heart-visits.ts';

/** Courses over twenty quarters, oldest first: mg/dL, mmHg, kg, beats a minute. The stent came after a third. */
const total: Points = [262, 258, 251, 164, 142, 138, 136, 141, 152, 148];
const triglycerides: Points = [244, 238, 226, 162, 148, 140, 136, 142, 158, 150];
const hdl: Points = [36, 36, 35, 37, 38, 40, 41, 41, 40, 41];
const systolic: Points = [162, 158, 154, 132, 128, 126, 128, 132, 138, 128];
const diastolic: Points = [98, 96, 92, 82, 80, 78, 78, 80, 84, 80];
const weight: Points = [86.2, 85.8, 85.0, 82.6, 80.4, 79.8, 79.5, 80.2, 81.0, 80.1];
const pulse: Points = [88, 86, 86, 68, 64, 64, 65, 66, 70, 66];
const fasting: Points = [104, 108, 110, 102, 99, 98, 101];
const quarters = 20;
const newestDaysAgo = 18;

/** Quarterly lipids and reviews, and what happened between them. */
export function heart({ chance }: Life): Entry[] {
  const all = Array.from({ length: quarters }, (_, quarter) => quarter);
  const reviews = all.filter((quarter) => quarter % 2 === 1).map((quarter) => review(chance, quarter));
  return [...all.map((quarter) => results(chance, quarter)), ...reviews, ...heartTurningPoints];
}

function results(chance: Chance, quarter: number): LaboratoryEntry {
  const place = placeOf(quarter);
  const lipid = (points: Points, spread: number) => Number(around(chance, along(points, place), spread));
  return {
    kind: 'laboratory',
    key: `quarter-${quarter}`,
    daysAgo: daysAgo(quarter),
    time: morning(chance),
    author: quarter % 5 === 3 ? 'DOC5' : 'STF1',
    laboratory: quarter % 5 === 3 ? 'Sunrise Heart Clinic' : 'Sunrise Diagnostics, Royapettah',
    form: {
      ...lipids(lipid(total, 4), lipid(triglycerides, 6), lipid(hdl, 1)),
      ...(quarter % 2 === 0 && { 'glucose-fasting': around(chance, along(fasting, place), 3) }),
      ...(quarter % 4 === 0 && { haemoglobin: around(chance, 14.6, 0.3, 1), hba1c: around(chance, 5.8, 0.1, 1) }),
    },
  };
}

function review(chance: Chance, quarter: number): VisitEntry {
  const place = placeOf(quarter);
  return {
    kind: 'visit',
    key: `review-${quarter}`,
    daysAgo: daysAgo(quarter) - 5,
    time: daytime(chance),
    author: 'DOC5',
    visit: 'follow-up',
    title: 'Cardiology review',
    reason: place < 0.33 ? 'Review of blood pressure and cholesterol' : 'Review after coronary stent; walks daily',
    vitals: {
      ...pressureAlong(chance, systolic, diastolic, place),
      heartRate: around(chance, along(pulse, place), 2),
      oxygen: around(chance, 97.5, 0.5),
      weight: around(chance, along(weight, place), 0.3, 1),
      height: '171',
    },
  };
}

function daysAgo(quarter: number): number {
  return newestDaysAgo + months(3 * (quarters - 1 - quarter));
}

function placeOf(quarter: number): number {
  return quarter / (quarters - 1);
}

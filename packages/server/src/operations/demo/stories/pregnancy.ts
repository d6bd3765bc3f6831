// PAT003: a first pregnancy, in its 34th week, with an anaemia that iron mends.
//
// Visits and tests as in the antenatal schedule of the Ministry of Health and Family Welfare (PMSMA).

import type { Entry, LaboratoryEntry, Life, VisitEntry } from '../entry.ts';
import { urine } from '../forms.ts';
import { around, type Chance } from '../random.ts';
import { checkUps } from './check-ups.ts';
import { morning } from './course.ts';
import { pregnancyTurningPoints } from './pregnancy-visits.ts';

const author = 'DOC9';
const weeksNow = 34;
const newestDaysAgo = 4;

interface Week {
  readonly week: number;
  readonly haemoglobin?: number;
  readonly weight: number;
  readonly systolic: number;
  readonly diastolic: number;
  readonly reason: string;
  readonly glucose?: number;
}

const weeks: readonly Week[] = [
  {
    week: 8,
    haemoglobin: 11.4,
    weight: 56.1,
    systolic: 108,
    diastolic: 68,
    reason: 'Booking visit; nausea in the mornings',
  },
  { week: 12, weight: 56.6, systolic: 106, diastolic: 66, reason: 'Twelve-week visit; heartbeat heard' },
  { week: 16, haemoglobin: 10.1, weight: 58.2, systolic: 106, diastolic: 66, reason: 'Routine visit; nausea gone' },
  {
    week: 20,
    haemoglobin: 8.9,
    weight: 60.1,
    systolic: 104,
    diastolic: 64,
    reason: 'Tired, short of breath on stairs; feels movements',
  },
  {
    week: 24,
    haemoglobin: 8.4,
    weight: 61.8,
    systolic: 106,
    diastolic: 66,
    reason: 'Anaemia review; tablets upset the stomach',
    glucose: 128,
  },
  { week: 26, haemoglobin: 9.2, weight: 62.9, systolic: 108, diastolic: 68, reason: 'Review after the iron infusion' },
  { week: 28, haemoglobin: 9.9, weight: 63.8, systolic: 110, diastolic: 70, reason: 'Routine visit; less tired' },
  { week: 30, weight: 64.9, systolic: 110, diastolic: 70, reason: 'Routine visit; baby moves well' },
  {
    week: 32,
    haemoglobin: 10.8,
    weight: 65.9,
    systolic: 112,
    diastolic: 72,
    reason: 'Routine visit; swelling of the feet in the evening',
  },
  { week: 34, haemoglobin: 11.3, weight: 66.8, systolic: 114, diastolic: 74, reason: 'Routine visit; head down' },
];

/** Four healthy years in short, then the pregnancy. */
export function pregnancy(life: Life): Entry[] {
  const { chance } = life;
  return [
    ...before(life),
    ...weeks.map((week) => visit(chance, week)),
    ...weeks.flatMap((week) => results(chance, week)),
    ...pregnancyTurningPoints,
  ];
}

const before = checkUps({
  doctor: author,
  laboratory: 'Vembanad Laboratory, Kochi',
  years: 3,
  newestDaysAgo: 420,
  height: 161,
  weight: [53.8, 54.9],
  systolic: [110, 112],
  diastolic: [70, 72],
  pulse: 76,
  haemoglobin: [12.6, 12.1],
  fasting: [86, 89],
  lipids: { total: [158, 166], triglycerides: [82, 90], hdl: [54, 56] },
});

function visit(chance: Chance, { week, weight, systolic, diastolic, reason }: Week): VisitEntry {
  return {
    kind: 'visit',
    key: `week-${week}`,
    daysAgo: daysAgo(week),
    time: '11:15',
    author,
    visit: 'prenatal',
    title: `Antenatal visit, week ${week}`,
    reason,
    vitals: {
      systolic: String(systolic),
      diastolic: String(diastolic),
      heartRate: around(chance, 82 + week / 4, 2),
      weight: weight.toFixed(1),
      height: '161',
    },
  };
}

function results(chance: Chance, { week, haemoglobin, glucose }: Week): LaboratoryEntry[] {
  if (haemoglobin === undefined) return [];
  const form = {
    haemoglobin: haemoglobin.toFixed(1),
    ...(glucose !== undefined && { 'glucose-post-meal': String(glucose), 'glucose-fasting': '84' }),
    ...(week % 8 === 0 && urine({ 'specific-gravity': '1.018', 'pus-cells': '2-3' })),
  };
  const place = { author: 'STF1', laboratory: 'Vembanad Laboratory, Kochi' };
  return [
    { kind: 'laboratory', key: `blood-${week}`, daysAgo: daysAgo(week) + 2, time: morning(chance), ...place, form },
  ];
}

function daysAgo(week: number): number {
  return newestDaysAgo + (weeksNow - week) * 7;
}

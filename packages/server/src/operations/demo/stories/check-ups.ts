// Yearly check-ups, and illnesses now and then: the history of most people.

import type { Entry, Form, LaboratoryEntry, Life, Medicine, Story, VisitEntry } from '../entry.ts';
import { lipids, urine } from '../forms.ts';
import { around, type Chance } from '../random.ts';
import { along, daytime, morning, type Points, pressureAlong } from './course.ts';
import { type IllnessName, illnessVisit } from './illnesses.ts';

/** An illness some days ago, seen by a doctor, and what the laboratory found with it. */
export interface Episode {
  readonly illness: IllnessName;
  readonly daysAgo: number;
  readonly doctor?: string;
  readonly form?: Form;
}

/** A person's health: courses over the check-ups, oldest first. kg, cm, mmHg, g/dL, mg/dL, %. */
export interface Health {
  readonly doctor: string;
  readonly laboratory: string;
  readonly years: number;
  readonly newestDaysAgo: number;
  readonly height: number | Points;
  readonly weight: Points;
  readonly systolic: Points;
  readonly diastolic: Points;
  readonly pulse: number;
  readonly haemoglobin?: Points;
  readonly fasting?: Points;
  readonly hba1c?: Points;
  readonly lipids?: { readonly total: Points; readonly triglycerides: Points; readonly hdl: Points };
  readonly urine?: Form;
  readonly medicines?: readonly Medicine[];
  readonly complaint?: string;
  readonly episodes?: readonly Episode[];
}

interface Year {
  readonly year: number;
  /** 0 at the first check-up, 1 at the newest. */
  readonly place: number;
  readonly daysAgo: number;
}

/** The story of a health: two records a year, and one or two for each episode. */
export function checkUps(health: Health): Story {
  return ({ chance }: Life): Entry[] => {
    const years = Array.from({ length: health.years }, (_, year) => yearOf(health, year));
    return [
      ...years.map((year) => results(health, year, chance)),
      ...years.map((year) => visit(health, year, chance)),
      ...(health.episodes ?? []).flatMap((episode) => episodeEntries(episode, health)),
    ];
  };
}

function yearOf({ years, newestDaysAgo }: Health, year: number): Year {
  const place = years === 1 ? 1 : year / (years - 1);
  return { year, place, daysAgo: newestDaysAgo + 365 * (years - 1 - year) + ((year * 11) % 23) };
}

function results(health: Health, { year, place, daysAgo }: Year, chance: Chance): LaboratoryEntry {
  const value = (points: Points | undefined, spread: number, decimals = 0) =>
    points && around(chance, along(points, place), spread, decimals);
  const form = {
    haemoglobin: value(health.haemoglobin, 0.2, 1),
    'glucose-fasting': value(health.fasting, 3),
    hba1c: value(health.hba1c, 0.05, 1),
  };
  return {
    kind: 'laboratory',
    key: `blood-${year}`,
    daysAgo: daysAgo + 3,
    time: morning(chance),
    author: 'STF1',
    laboratory: health.laboratory,
    form: {
      ...Object.fromEntries(Object.entries(form).filter(([, typed]) => typed !== undefined)),
      ...lipidsAt(health, place, chance),
      ...(year % 2 === 0 && urine(health.urine)),
    } as Form,
  };
}

function lipidsAt({ lipids: courses }: Health, place: number, chance: Chance): Form {
  if (!courses) return {};
  const value = (points: Points, spread: number) => Number(around(chance, along(points, place), spread));
  return lipids(value(courses.total, 5), value(courses.triglycerides, 8), value(courses.hdl, 2));
}

function visit(health: Health, { year, place, daysAgo }: Year, chance: Chance): VisitEntry {
  const { doctor, height, weight, systolic, diastolic, pulse, medicines, complaint } = health;
  return {
    kind: 'visit',
    key: `check-up-${year}`,
    daysAgo,
    time: daytime(chance),
    author: doctor,
    visit: 'check-up',
    title: 'Yearly check-up',
    reason: complaint ?? 'Yearly check-up; no complaints',
    vitals: {
      ...pressureAlong(chance, systolic, diastolic, place),
      heartRate: around(chance, pulse, 3),
      weight: around(chance, along(weight, place), 0.4, 1),
      height: typeof height === 'number' ? String(height) : along(height, place).toFixed(1),
    },
    ...(medicines && { medicines }),
  };
}

function episodeEntries({ illness, daysAgo, doctor, form }: Episode, health: Health): Entry[] {
  const consultation = illnessVisit(illness, daysAgo, doctor ?? health.doctor);
  if (!form) return [consultation];
  const { laboratory } = health;
  return [
    {
      kind: 'laboratory',
      key: `${consultation.key}-blood`,
      daysAgo: daysAgo + 1,
      time: '08:40',
      author: 'STF1',
      laboratory,
      form,
    },
    consultation,
  ];
}

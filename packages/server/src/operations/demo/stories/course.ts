// How a measurement moves over the years, and at what time of day people come.

import { around, type Chance } from '../random.ts';

/** Values at equal distances, from the first to the last measurement. */
export type Points = readonly [number, ...number[]];

/** The value at a place between 0 (the first point) and 1 (the last), on straight lines between the points. */
export function along(points: Points, place: number): number {
  const position = Math.min(Math.max(place, 0), 1) * (points.length - 1);
  const before = Math.floor(position);
  const from = points[before] ?? points[0];
  const to = points[before + 1] ?? from;
  return from + (to - from) * (position - before);
}

/** A time of day between two hours, in steps of five minutes: `09:35`. */
export function timeBetween(chance: Chance, from: number, to: number): string {
  const minutes = from * 60 + Math.floor(chance() * (to - from) * 12) * 5;
  return `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
}

/** When blood is taken: before breakfast. */
export function morning(chance: Chance): string {
  return timeBetween(chance, 7, 9);
}

/** When doctors see people. */
export function daytime(chance: Chance): string {
  return timeBetween(chance, 10, 13);
}

/** A blood pressure of a course, within some mmHg. */
export function pressureAlong(chance: Chance, systolic: Points, diastolic: Points, place: number) {
  return { systolic: around(chance, along(systolic, place), 3), diastolic: around(chance, along(diastolic, place), 2) };
}

// Whose story is which.

import type { Story } from '../entry.ts';
import { checkUps, type Health } from './check-ups.ts';
import { boy, infant } from './child.ts';
import { diabetes } from './diabetes.ts';
import { healthEastAndWest } from './health-east-and-west.ts';
import { healthNorth } from './health-north.ts';
import { healthSouth } from './health-south.ts';
import { heart } from './heart.ts';
import { kidney } from './kidney.ts';
import { pregnancy } from './pregnancy.ts';

const told: Readonly<Record<string, Story>> = {
  PAT001: diabetes,
  PAT002: heart,
  PAT003: pregnancy,
  PAT004: boy,
  PAT006: kidney,
  PAT012: infant,
};

const healths: Readonly<Record<string, Health>> = { ...healthSouth, ...healthNorth, ...healthEastAndWest };

/** The story of the patient with that number. Throws RangeError where there is none. */
export function storyOf(number: string): Story {
  const health = healths[number];
  const story = told[number] ?? (health && checkUps(health));
  if (!story) throw new RangeError(`There is no story of ${number}.`);
  return story;
}

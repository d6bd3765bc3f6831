// Everybody of the demonstration, in the order of their numbers.

import { doctorsNorth } from './doctors-north.ts';
import { doctorsSouth } from './doctors-south.ts';
import { easternAndWesternPatients } from './patients-east-and-west.ts';
import { northernPatients } from './patients-north.ts';
import { storyPatients } from './patients-of-the-stories.ts';
import { southernPatients } from './patients-south.ts';
import type { DemoPatient, DemoPractitioner } from './person.ts';
import { staff } from './staff.ts';

/** The administrator, who has an account and no practice. */
export const administrator = { login: 'ADM1', name: 'Shanthi Balakrishnan' } as const;

/** Doctors and staff: DOC1, DOC2, …, STF1, … */
export const practitioners: readonly DemoPractitioner[] = [
  ...[...doctorsSouth, ...doctorsNorth].sort((a, b) => numberIn(a.login) - numberIn(b.login)),
  ...staff,
];

/** Patients: PAT001, PAT002, … */
export const patients: readonly DemoPatient[] = [
  ...storyPatients,
  ...southernPatients,
  ...northernPatients,
  ...easternAndWesternPatients,
].sort((a, b) => numberIn(a.number) - numberIn(b.number));

function numberIn(login: string): number {
  return Number(login.slice(3));
}

// Consultation hours that several doctors keep.

import type { Hours } from '@patrec/fhir';

const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri'] as const;
const alternate = ['mon', 'wed', 'fri'] as const;

/** Every morning and evening of the week, and Saturday morning. */
export const familyPractice: readonly Hours[] = [
  { days: weekdays, from: '09:00', to: '13:00' },
  { days: weekdays, from: '17:00', to: '20:00' },
  { days: ['sat'], from: '09:00', to: '13:00' },
];

/** Weekday mornings and early afternoons. */
export const hospital: readonly Hours[] = [{ days: weekdays, from: '10:00', to: '16:00' }];

/** Mornings of three days, and Saturday morning. */
export const clinic: readonly Hours[] = [{ days: [...alternate, 'sat'], from: '09:30', to: '13:00' }];

/** Evenings of three days. */
export const evenings: readonly Hours[] = [{ days: alternate, from: '17:30', to: '20:30' }];

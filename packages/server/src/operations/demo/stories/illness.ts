// A consultation for an illness: what is the same whoever has it.

import type { Diagnosis, Medicine, Vitals } from '../entry.ts';

export interface Illness {
  readonly title?: string;
  readonly reason: string;
  readonly vitals?: Vitals;
  readonly diagnosis: Diagnosis;
  readonly medicines: readonly Medicine[];
  readonly procedures?: readonly string[];
}

// What people see a doctor for now and then, by name.

import type { VisitEntry } from '../entry.ts';
import type { Illness } from './illness.ts';
import { childIllnesses } from './illnesses-of-children.ts';
import { lastingIllnesses } from './illnesses-that-last.ts';
import { passingIllnesses } from './illnesses-that-pass.ts';

const illnesses = { ...passingIllnesses, ...lastingIllnesses, ...childIllnesses };

export type IllnessName = keyof typeof illnesses;

/** The visit for an illness. Its key holds the day, so that a person may have the same illness twice. */
export function illnessVisit(name: IllnessName, daysAgo: number, author: string): VisitEntry {
  const { title = 'Consultation', reason, vitals, diagnosis, medicines, procedures }: Illness = illnesses[name];
  return {
    kind: 'visit',
    key: `${name}-${daysAgo}`,
    daysAgo,
    time: daysAgo % 2 === 0 ? '10:50' : '18:20',
    author,
    visit: 'complaint',
    title,
    reason,
    diagnoses: [diagnosis],
    medicines,
    ...(vitals && { vitals }),
    ...(procedures && { procedures }),
  };
}

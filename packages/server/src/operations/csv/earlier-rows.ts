// The patients whom earlier rows of a dry run would register: who would come twice is found as if they were here.

import type { Patient } from '../../records/patient-store.ts';

export type Person = Pick<Patient, 'name' | 'born' | 'phone' | 'abha'>;

export interface EarlierRows {
  readonly add: (nonce: string, person: Person, line: number) => void;
  /** The line that said the same. */
  readonly twin: (nonce: string) => number | undefined;
  /** The lines of those who may be the same person. */
  readonly alike: (person: Person) => number[];
}

const MOST_ALIKE = 20;
const MOST_COMPARED = 1000;

/** Makes them, none at first. */
export function earlierRows(): EarlierRows {
  const lines = new Map<string, number>();
  const sharing = new Map<string, { readonly born: string; readonly line: number }[]>();
  return {
    add(nonce, person, line) {
      lines.set(nonce, line);
      for (const key of keysOf(person)) {
        const same = sharing.get(key) ?? [];
        if (same.length < MOST_COMPARED) same.push({ born: bornOf(person), line });
        sharing.set(key, same);
      }
    },
    twin: (nonce) => lines.get(nonce),
    alike(person) {
      const found = keysOf(person).flatMap((key) => {
        const same = sharing.get(key) ?? [];
        return key.startsWith('name ') ? same.filter(({ born }) => agree(born, bornOf(person))) : same;
      });
      return [...new Set(found.map(({ line }) => line))].sort((a, b) => a - b).slice(0, MOST_ALIKE);
    },
  };
}

function keysOf({ name, phone, abha }: Person): string[] {
  return [`name ${name.toLowerCase()}`, ...(phone ? [`phone ${phone}`] : []), ...(abha ? [`abha ${abha}`] : [])];
}

// Of births known in part, what is known must not contradict.
function agree(one: string, two: string): boolean {
  return one.startsWith(two) || two.startsWith(one);
}

function bornOf({ born }: Person): string {
  return born ?? '';
}

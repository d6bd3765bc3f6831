// Records are numbered from 1 in the order of their blocks; an amendment is of one that there is, or of the registration. What an erasure took keeps its
// number: nobody gets it again.

import { mismatch, type Problem } from './problem.ts';
import type { ProvedBlock, Tally } from './tally.ts';

/** Holds the numbers of the records that a block brought against those before it. It brings nothing besides but the patient. */
export function checkNumbering(tally: Tally, block: ProvedBlock): Problem[] {
  const { header, statement: stated, contents } = block;
  const before = checkErasedNumbers(tally, header.seq);
  const held = [...new Set(contents.flatMap(({ record }) => record ?? []))];
  const numbers = [...held, ...(tally.erased.get(header.seq)?.records ?? [])].sort((a, b) => a - b);
  const amends = stated.type === 'amendment';
  const right = amends ? isAmendment(tally, block, held) : isNext(tally, numbers);
  if (!amends) take(tally, numbers.length, held.length);
  const loose = held.length > 0 && contents.some(({ record, type }) => record === null && type !== 'Patient');
  if (!loose && right) return before;
  const where = held[0] === undefined ? tally.name : `${tally.name}-REC${Math.min(...held)}`;
  return [...before, mismatch(where, `Block ${header.seq} does not bring the records that it should.`)];
}

/** The same of the erased blocks before `seq` that were not looked at yet. */
export function checkErasedNumbers(tally: Tally, seq: number): Problem[] {
  const { gone } = tally.numbered;
  const problems: Problem[] = [];
  while ((gone[0] ?? seq) < seq) {
    const at = gone.shift() ?? 0;
    const numbers = tally.erased.get(at)?.records ?? [];
    if (!isNext(tally, numbers))
      problems.push(mismatch(tally.name, `Block ${at}, which was erased, did not bring the records that it should.`));
    take(tally, numbers.length, 0);
  }
  return problems;
}

// One record, or the registration.
function isAmendment({ numbered }: Tally, { contents }: ProvedBlock, held: readonly number[]): boolean {
  if (held.length === 0) return contents.some(({ type }) => type === 'Patient');
  return held.length === 1 && (held[0] ?? 0) <= numbered.count;
}

function isNext({ numbered }: Tally, numbers: readonly number[]): boolean {
  return numbers.every((number, i) => number === numbered.count + i + 1);
}

function take({ numbered, counts }: Tally, all: number, held: number): void {
  numbered.count += all;
  counts.records += held;
}

// Chance that falls the same way every time: mulberry32 (Tommy Ettinger, public domain), seeded by a text.

import { createHash } from 'node:crypto';

/** Numbers from 0 (inside) to 1 (outside): the same sequence for the same seed. */
export type Chance = () => number;

/** Gives the sequence of a seed. */
export function chanceOf(seed: string): Chance {
  let state = createHash('sha256').update(seed).digest().readUInt32LE();
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A measurement around a value, at most `spread` away, as it is written with that many decimals. */
export function around(chance: Chance, value: number, spread: number, decimals = 0): string {
  return (value + (chance() * 2 - 1) * spread).toFixed(decimals);
}

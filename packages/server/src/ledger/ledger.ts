// What the ledger's functions are given: which log, which institution, what time, what randomness.

import type { SigningPolicy } from '../config.ts';

/** The parts that every block is made from. `clock` gives milliseconds since 1970, `random` that many random bytes. */
export interface Ledger {
  readonly log: string;
  readonly institutionChain: string;
  readonly systemAccount: string;
  readonly signing: SigningPolicy;
  readonly clock: () => number;
  readonly random: (length: number) => Uint8Array;
}

/** The moment of the ledger's clock, as statements and headers write it: UTC with milliseconds. */
export function now({ clock }: Pick<Ledger, 'clock'>): string {
  return new Date(clock()).toISOString();
}

/** Random bytes in hexadecimal. */
export function randomHex({ random }: Pick<Ledger, 'random'>, bytes: number): string {
  return Buffer.from(random(bytes)).toString('hex');
}

/** A resource id: 12 characters of its chain, by which its shard is found, and 80 random bits. */
export function newResourceId(ledger: Pick<Ledger, 'random'>, chain: string): string {
  return `${chain.slice(0, ROUTE)}-${randomHex(ledger, 10)}`;
}

/** Whether that id is of that chain. */
export function isRoutedTo(resourceId: string, chain: string): boolean {
  return routeOf(resourceId) === chain.slice(0, ROUTE);
}

/** The chain's first characters, taken from a resource id; undefined where the id is not one that we assign. */
export function routeOf(resourceId: string): string | undefined {
  return /^[0-9a-f]{12}-[0-9a-f]{20}$/.test(resourceId) ? resourceId.slice(0, ROUTE) : undefined;
}

const ROUTE = 12;

// Two ways of doing the same, measured in turns: what else the machine does meets both.

/** Does one thing over and over for a time; gives how often a second it was done. */
export type Run = (seconds: number) => Promise<number>;

/** How long to measure: seconds a round, and rounds of each side after a warm-up. */
export interface Effort {
  readonly seconds: number;
  readonly rounds: number;
}

/** Rates are a second's, the median of the rounds; `ratio` is the median of each round's ours to bare. */
export interface Comparison {
  readonly ours: number;
  readonly bare: number;
  readonly ratio: number;
}

/** Runs ours, bare, ours, bare and so on. `settle` waits until the work that ours left behind is done. */
export async function compare(
  ours: Run,
  bare: Run,
  { seconds, rounds }: Effort,
  settle: () => Promise<void>,
): Promise<Comparison> {
  const warmUp = Math.min(seconds, 2);
  await ours(warmUp);
  await settle();
  await bare(warmUp);
  const pairs: { ours: number; bare: number }[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const rate = await ours(seconds);
    await settle();
    pairs.push({ ours: rate, bare: await bare(seconds) });
  }
  return {
    ours: median(pairs.map((pair) => pair.ours)),
    bare: median(pairs.map((pair) => pair.bare)),
    ratio: median(pairs.map((pair) => pair.ours / pair.bare)),
  };
}

/** The middle value; of an even number of values the mean of the two in the middle. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (place: number) => sorted[Math.floor(place)] ?? Number.NaN;
  return (at((sorted.length - 1) / 2) + at(sorted.length / 2)) / 2;
}

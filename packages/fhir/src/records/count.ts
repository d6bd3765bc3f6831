// What a microscopist writes for a field of view: `4`, `2-4`, `>50`.
import { compareDecimals } from './decimal.ts';

/** A count: from `low` to `high`, equal when one number was written; `more` when it was `>`. */
export interface Count {
  readonly low: string;
  readonly high: string;
  readonly more: boolean;
}

const countPattern = /^(?:(>)\s*)?(0|[1-9]\d{0,5})(?:\s*[-–]\s*(0|[1-9]\d{0,5}))?$/;

/** The parts of a count, or undefined when it is none: not a number, a range that runs backwards, `>2-4`. */
export function splitCount(text: string): Count | undefined {
  const [, sign, low, high] = countPattern.exec(text) ?? [];
  if (low === undefined || (sign !== undefined && high !== undefined)) return undefined;
  if (high !== undefined && compareDecimals(low, high) >= 0) return undefined;
  return { low, high: high ?? low, more: sign !== undefined };
}

/** The one way a count is written: `4`, `2-4`, `>50`. */
export function formatCount({ low, high, more }: Count): string {
  if (more) return `>${low}`;
  return low === high ? low : `${low}-${high}`;
}

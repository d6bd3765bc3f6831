// The results as people read them: ratios first, this run's rates in brackets.

import type { Result } from './result.ts';

/** The table, a line for each result; what is below its aim says so. */
export function formatTable(results: readonly Result[]): string {
  const lines = results.map((result) => [
    result.name,
    result.ratio.toFixed(2),
    `of ${result.against}`,
    verdict(result),
    `[${perSecond(result.ours)}${result.bare === null ? '' : ` to ${perSecond(result.bare)}`} a second]`,
  ]);
  const widths = [0, 1, 2, 3, 4].map((column) => Math.max(...lines.map((line) => line[column]?.length ?? 0)));
  return lines
    .map((line) =>
      line
        .map((cell, i) => cell.padEnd(widths[i] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

function verdict({ ratio, aim }: Result): string {
  if (aim === null) return '';
  return ratio >= aim ? `aim ${aim.toFixed(2)}: met` : `aim ${aim.toFixed(2)}: BELOW`;
}

function perSecond(rate: number): string {
  return Math.round(rate).toLocaleString('en');
}

// What stands in the columns of a table, gathered as its rows go by: people recognise a column by it, and the names of
// tests are mapped by it.

/** How many different values of a column are kept. */
export const MOST_EXAMPLES = 40;
const LONGEST_EXAMPLE = 100;

export interface ColumnExamples {
  readonly add: (cells: readonly string[]) => void;
  readonly all: () => string[][];
}

/** Gathers them for that many columns. */
export function columnExamples(columns: number): ColumnExamples {
  const found = Array.from({ length: columns }, () => new Set<string>());
  return {
    add(cells) {
      for (const [i, examples] of found.entries()) {
        const text = (cells[i] ?? '').trim();
        if (text !== '' && text.length <= LONGEST_EXAMPLE && examples.size < MOST_EXAMPLES) examples.add(text);
      }
    },
    all: () => found.map((examples) => [...examples]),
  };
}

// Tables on paper: the head comes again on every page, a row stays together, and a flag is a word with a border.

import type { DocumentCell, DocumentTable } from '@patrec/web';
import { INK, lineHeight, type Paper, type Style } from './paper.ts';

const GAP = 8;
const HEAD: Style = { size: 8, weight: 'bold' };
const CELL: Style = { size: 8.5 };
const MARK: Style = { size: 8, weight: 'bold', colour: INK };
/** A row higher than a page is broken; any other stays together. */
const MOST_LINES = 40;

interface CellLine {
  readonly text: string;
  readonly style: Style;
  readonly boxed?: true;
}

/** Writes the table while its rows come; `breathe` is asked after each, and ends it where it says false. */
export async function writeTable(
  paper: Paper,
  { columns, rows }: DocumentTable,
  breathe: () => Promise<boolean>,
): Promise<void> {
  const whole = columns.reduce((sum, { share }) => sum + share, 0);
  const widths = columns.map(({ share }) => (paper.width * share) / whole);
  const head = columns.map(({ title }, i) => linesOf(paper, title, widths[i] ?? 0, HEAD));
  let begun = false;
  for await (const row of rows) {
    const cells = row.map((cell, i) => cellLines(paper, cell, widths[i] ?? 0));
    for (let first = 0, lines = linesIn(cells); first < lines; first += MOST_LINES) {
      const part = cells.map((cell) => cell.slice(first, first + MOST_LINES));
      const height = rowHeight(part);
      if (paper.room(begun ? height : height + rowHeight(head)) || !begun) writeRow(paper, head, widths);
      writeRow(paper, part, widths);
      begun = true;
    }
    if (!(await breathe())) return;
  }
  paper.y += GAP;
}

function cellLines(paper: Paper, cell: DocumentCell, width: number): CellLine[] {
  if (typeof cell === 'string') return linesOf(paper, cell, width, CELL);
  const { text, mark, bold } = cell;
  const lines = linesOf(paper, text, width, bold ? { ...CELL, weight: 'bold' } : CELL);
  return mark === undefined ? lines : [...lines, { text: mark, style: MARK, boxed: true }];
}

function linesOf(paper: Paper, text: string, width: number, style: Style): CellLine[] {
  return paper.linesOf(text, width - GAP, style).map((line) => ({ text: line, style }));
}

function linesIn(cells: readonly (readonly CellLine[])[]): number {
  return Math.max(...cells.map(({ length }) => length));
}

function rowHeight(cells: readonly (readonly CellLine[])[]): number {
  return linesIn(cells) * lineHeight(CELL) + 6;
}

function writeRow(paper: Paper, cells: readonly (readonly CellLine[])[], widths: readonly number[]): void {
  let x = paper.left;
  for (const [i, lines] of cells.entries()) {
    for (const [n, line] of lines.entries()) writeLine(paper, line, x, paper.y + 3 + n * lineHeight(CELL));
    x += widths[i] ?? 0;
  }
  paper.y += rowHeight(cells);
  paper.rule(paper.y);
}

function writeLine(paper: Paper, { text, style, boxed }: CellLine, x: number, y: number): void {
  if (boxed) paper.box(x, y, paper.widthOf(text, style) + 8, lineHeight(CELL) - 1);
  paper.line(text, boxed ? x + 4 : x, y, style);
}

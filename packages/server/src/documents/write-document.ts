// Writes a document as PDF while its parts are read: the bytes leave page by page, and others are served in between.

import type { Readable } from 'node:stream';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { DocumentPart, DocumentTable, PaperDocument } from '@patrec/web';
import { lineHeight, MUTED, openPaper, type Paper, type Style } from './paper.ts';

const SLICE_MS = 10;
const GAP = 8;

const styles = {
  title: { size: 17, weight: 'bold' },
  heading: { size: 12, weight: 'bold' },
  text: { size: 9.5 },
  small: { size: 8, colour: MUTED },
} as const satisfies Record<string, Style>;
const HEAD: Style = { size: 8, weight: 'bold' };
const CELL: Style = { size: 8.5 };

/** Gives the document's bytes as a stream; an error of its parts ends the stream with that error. */
export function writeDocument(document: PaperDocument, made: Date): Readable {
  const paper = openPaper(document, made);
  const pdf = paper.pdf as unknown as Readable;
  fill(paper, document.parts).catch((error: Error) => pdf.destroy(error));
  return pdf;
}

async function fill(paper: Paper, parts: PaperDocument['parts']): Promise<void> {
  const breathe = breathing(paper.pdf as unknown as Readable);
  for await (const part of parts) {
    if (part.kind === 'table') await writeTable(paper, part, breathe);
    else if (part.kind === 'facts') for (const row of part.rows) writeFact(paper, row);
    else writeText(paper, part);
    if (!(await breathe())) return;
  }
  paper.end();
}

// Gives others their turn after a slice of work; false once nobody reads the document any more.
function breathing(pdf: Readable): () => Promise<boolean> {
  let since = performance.now();
  return async () => {
    if (performance.now() - since > SLICE_MS) {
      await nextTurn();
      since = performance.now();
    }
    return !pdf.destroyed;
  };
}

function writeText(paper: Paper, { kind, text }: Extract<DocumentPart, { text: string }>): void {
  const style = styles[kind];
  const height = lineHeight(style);
  const lines = paper.linesOf(text, paper.width, style);
  // A heading is not left alone at the foot of a page.
  paper.room(kind === 'heading' ? height + 60 : height);
  if (kind === 'heading') paper.y += GAP;
  for (const line of lines) {
    paper.room(height);
    paper.line(line, paper.left, paper.y, style);
    paper.y += height;
  }
  paper.y += kind === 'title' || kind === 'small' ? GAP : 2;
}

function writeFact(paper: Paper, [label, value]: readonly [string, string]): void {
  const indent = 130;
  const height = lineHeight(styles.text);
  const lines = paper.linesOf(value, paper.width - indent, styles.text);
  const [name = ''] = paper.linesOf(label, indent - GAP, styles.text);
  paper.room(height);
  paper.line(name, paper.left, paper.y, { ...styles.text, colour: MUTED });
  for (const line of lines) {
    paper.room(height);
    paper.line(line, paper.left + indent, paper.y, styles.text);
    paper.y += height;
  }
}

async function writeTable(paper: Paper, { columns, rows }: DocumentTable, breathe: () => Promise<boolean>) {
  const whole = columns.reduce((sum, { share }) => sum + share, 0);
  const widths = columns.map(({ share }) => (paper.width * share) / whole);
  const head = columns.map(({ title }) => title);
  let begun = false;
  for await (const row of rows) {
    const cells = row.map((text, i) => paper.linesOf(text, (widths[i] ?? 0) - GAP, CELL));
    // A row higher than a page is broken; any other stays together.
    for (let first = 0, lines = Math.max(...cells.map(({ length }) => length)); first < lines; ) {
      const fits = 40;
      const part = cells.map((cell) => cell.slice(first, first + fits));
      const height = Math.max(...part.map(({ length }) => length)) * lineHeight(CELL) + 6;
      if (paper.room(begun ? height : height + 30) || !begun)
        writeRow(paper, wrapped(paper, head, widths), widths, HEAD);
      writeRow(paper, part, widths, CELL);
      begun = true;
      first += fits;
    }
    if (!(await breathe())) return;
  }
  paper.y += GAP;
}

function wrapped(paper: Paper, texts: readonly string[], widths: readonly number[]): string[][] {
  return texts.map((text, i) => paper.linesOf(text, (widths[i] ?? 0) - GAP, HEAD));
}

function writeRow(paper: Paper, cells: readonly (readonly string[])[], widths: readonly number[], style: Style): void {
  const height = Math.max(...cells.map(({ length }) => length)) * lineHeight(style);
  let x = paper.left;
  for (const [i, lines] of cells.entries()) {
    for (const [n, line] of lines.entries()) paper.line(line, x, paper.y + 3 + n * lineHeight(style), style);
    x += widths[i] ?? 0;
  }
  paper.y += height + 6;
  paper.rule(paper.y);
}

// Writes a document as PDF while its parts are read: the bytes leave page by page, and others are served in between.

import type { Readable } from 'node:stream';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { DocumentPart, PaperDocument } from '@patrec/web';
import { lineHeight, MUTED, openPaper, type Paper, type Style } from './paper.ts';
import { writeTable } from './write-table.ts';

const SLICE_MS = 10;
const GAP = 8;

const styles = {
  title: { size: 17, weight: 'bold' },
  heading: { size: 12, weight: 'bold' },
  subheading: { size: 10.5, weight: 'bold' },
  text: { size: 9.5 },
  small: { size: 8, colour: MUTED },
} as const satisfies Record<string, Style>;
const WARNING: Style = { size: 14, weight: 'bold' };
const BOX = 84;
const CODE = 96;
const QUIET = 4; // modules of margin, ISO/IEC 18004

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
    else writePart(paper, part);
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

type Part<Kind> = Extract<DocumentPart, { kind: Kind }>;
type TextPart = Part<keyof typeof styles>;

function writePart(paper: Paper, part: Exclude<DocumentPart, { kind: 'table' }>): void {
  if (part.kind === 'facts') writeFacts(paper, part.rows);
  else if (part.kind === 'warning') writeWarning(paper, part.text);
  else if (part.kind === 'code') writeCode(paper, part);
  else if (part.kind === 'boxes') writeBoxes(paper, part.labels);
  else writeText(paper, part);
}

function writeText(paper: Paper, { kind, text }: TextPart): void {
  const style = styles[kind];
  const height = lineHeight(style);
  const lines = paper.linesOf(text, paper.width, style);
  const heads = kind === 'heading' || kind === 'subheading';
  // A heading is not left alone at the foot of a page.
  paper.room(heads ? height + 60 : height);
  if (heads) paper.y += GAP;
  for (const line of lines) {
    paper.room(height);
    paper.line(line, paper.left, paper.y, style);
    paper.y += height;
  }
  paper.y += kind === 'title' || kind === 'small' ? GAP : 2;
}

function writeFacts(paper: Paper, rows: Part<'facts'>['rows']): void {
  for (const row of rows) writeFact(paper, row);
  paper.y += GAP / 2;
}

function writeFact(paper: Paper, [label, value]: readonly [string, string]): void {
  const indent = 130;
  const height = lineHeight(styles.text);
  const values = paper.linesOf(value, paper.width - indent, styles.text);
  const names = paper.linesOf(label, indent - GAP, styles.text);
  for (let n = 0; n < Math.max(values.length, names.length); n += 1) {
    paper.room(height);
    paper.line(names[n] ?? '', paper.left, paper.y, { ...styles.text, colour: MUTED });
    paper.line(values[n] ?? '', paper.left + indent, paper.y, styles.text);
    paper.y += height;
  }
}

function writeWarning(paper: Paper, text: string): void {
  const lines = paper.linesOf(text, paper.width - 2 * GAP, WARNING);
  const height = lines.length * lineHeight(WARNING) + GAP;
  paper.room(height);
  paper.box(paper.left, paper.y, paper.width, height);
  for (const [n, line] of lines.entries())
    paper.line(line, paper.left + GAP, paper.y + GAP / 2 + n * lineHeight(WARNING), WARNING);
  paper.y += height + GAP;
}

function writeCode(paper: Paper, { title, qr, lines }: Part<'code'>): void {
  const style = styles.text;
  const x = paper.left + CODE + GAP;
  const texts = lines.flatMap((line) => paper.linesOf(line, paper.width - CODE - GAP, style));
  const height = Math.max(CODE, texts.length * lineHeight(style));
  paper.room(height + 40);
  writeText(paper, { kind: 'subheading', text: title });
  const module = CODE / (qr.size + 2 * QUIET);
  const edge = QUIET * module;
  const { pdf } = paper;
  pdf
    .save()
    .translate(paper.left + edge, paper.y + edge)
    .scale(module)
    .path(qr.path)
    .fill('#000')
    .restore();
  for (const [n, line] of texts.entries()) paper.line(line, x, paper.y + n * lineHeight(style), style);
  paper.y += height + GAP;
}

function writeBoxes(paper: Paper, labels: readonly string[]): void {
  paper.room(BOX + 2 * GAP);
  paper.y += GAP;
  const width = (paper.width - (labels.length - 1) * GAP) / labels.length;
  for (const [n, label] of labels.entries()) {
    const x = paper.left + n * (width + GAP);
    paper.box(x, paper.y, width, BOX);
    const [text = ''] = paper.linesOf(label, width - 2 * GAP, styles.small);
    paper.line(text, x + GAP, paper.y + BOX - 16, styles.small);
  }
  paper.y += BOX + GAP;
}

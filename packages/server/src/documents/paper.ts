// Paper: A4 pages that fill from the top, each with whose it is and its number of how many (PDF 1.7, ISO 32000-1).

import type { PaperDocument } from '@patrec/web';
import PDFDocument from 'pdfkit';
import { breakLines } from './break-lines.ts';
import { fontFiles, runsOf, type Weight } from './fonts.ts';

const A4 = { width: 595.28, height: 841.89 };
const MARGIN = { side: 48, top: 64, bottom: 60 };
const SMALL = 8;
const FOOT = 6.5;
/** From the top of a line to its baseline, in sizes: as in the Latin font. */
const ASCENT = 1.069;
const TOTAL = 'Total';
const KNOWN_WIDTHS = 10_000;

export const INK = '#16212b';
export const MUTED = '#51606d';
export const LINE = '#c3ccd3';

export interface Style {
  readonly size: number;
  readonly weight?: Weight;
  readonly colour?: string;
}

/** Lays lines and boxes on pages; lengths are points, from the top left. */
export interface Paper {
  readonly pdf: PDFKit.PDFDocument;
  readonly left: number;
  readonly width: number;
  /** Where the next line goes. */
  y: number;
  /** Starts a new page where less than `height` is left; true if it did. */
  room(height: number): boolean;
  linesOf(text: string, width: number, style: Style): string[];
  widthOf(text: string, style: Style): number;
  line(text: string, x: number, y: number, style: Style): void;
  box(x: number, y: number, width: number, height: number): void;
  rule(y: number): void;
  end(): void;
}

/** How high a line of that size is: Indic letters reach higher and lower than Latin ones. */
export function lineHeight({ size }: Style): number {
  return size * 1.5;
}

/** Opens the paper of a document: its bytes are read from `pdf`. `made` is the time that it says it was made. */
export function openPaper({ title, lang, head, pageOf, foot = '' }: PaperDocument, made: Date): Paper {
  const info = { Title: title, Creator: 'Patrec', CreationDate: made, ModDate: made };
  const pdf = new PDFDocument({
    size: 'A4',
    margin: 0,
    autoFirstPage: false,
    pdfVersion: '1.7',
    lang,
    displayTitle: true,
    info,
  });
  for (const [name, file] of fontFiles()) pdf.registerFont(name, file);
  const total = pdf.ref({ Type: 'XObject', Subtype: 'Form', BBox: [0, -SMALL, 60, 2 * SMALL] });
  let pages = 0;

  const known = new Map<string, number>();

  const widthOf =
    ({ size, weight = 'regular' }: Style) =>
    (text: string) => {
      const key = `${weight} ${size} ${text}`;
      const width = known.get(key) ?? measure(text, weight, size);
      if (known.size >= KNOWN_WIDTHS) known.clear();
      known.set(key, width);
      return width;
    };

  const measure = (text: string, weight: Weight, size: number) =>
    runsOf(text, weight).reduce((sum, run) => sum + pdf.font(run.font).fontSize(size).widthOfString(run.text), 0);

  const paper: Paper = {
    pdf,
    left: MARGIN.side,
    width: A4.width - 2 * MARGIN.side,
    y: 0,
    room(height) {
      if (pages > 0 && paper.y + height <= A4.height - MARGIN.bottom) return false;
      startPage();
      return true;
    },
    linesOf: (text, width, style) => breakLines(text, width, widthOf(style)),
    widthOf: (text, style) => widthOf(style)(text),
    line(text, x, y, style) {
      let at = x;
      pdf.fillColor(style.colour ?? INK);
      const runs = runsOf(text, style.weight ?? 'regular');
      // One baseline for all scripts of a line: their fonts are of different heights.
      const baseline = y + style.size * ASCENT;
      for (const { font, text: piece } of runs) {
        // Glyphs of these scripts stand in another order than their letters: the letters go along for copying and reading aloud.
        const shaped = !font.startsWith('latin');
        if (shaped) pdf.markContent('Span', { actual: piece });
        pdf.font(font).fontSize(style.size).text(piece, at, baseline, { lineBreak: false, baseline: 'alphabetic' });
        if (shaped) pdf.endMarkedContent();
        if (runs.length > 1) at += pdf.widthOfString(piece);
      }
    },
    rule(y) {
      pdf
        .moveTo(paper.left, y)
        .lineTo(paper.left + paper.width, y)
        .lineWidth(0.5)
        .strokeColor(LINE)
        .stroke();
    },
    box(x, y, width, height) {
      pdf.rect(x, y, width, height).lineWidth(1).strokeColor(INK).stroke();
    },
    end() {
      if (pages === 0) startPage();
      writeTotal();
      pdf.end();
    },
  };

  // How many pages there are is known at the end: each page shows an object that is written then.
  function startPage(): void {
    pages += 1;
    pdf.addPage();
    const style = { size: SMALL, colour: MUTED };
    const [text = ''] = paper.linesOf(head, paper.width, style);
    paper.line(text, paper.left, 32, style);
    paper.rule(48);
    const y = A4.height - 40;
    const beside = widthOf({ size: FOOT })(foot);
    paper.line(foot, paper.left + paper.width - beside, y + SMALL - FOOT, { size: FOOT, colour: MUTED });
    const number = pageOf(pages);
    paper.line(number, paper.left, y, style);
    pdf.page.xobjects[TOTAL] = total;
    pdf.save().transform(1, 0, 0, -1, paper.left + widthOf(style)(number), y + SMALL * ASCENT);
    pdf.addContent(`/${TOTAL} Do`).restore();
    paper.y = MARGIN.top;
  }

  function writeTotal(): void {
    pdf.font('latin-regular');
    const font = fontOf(pdf);
    const [glyphs] = font.encode(String(pages));
    Object.assign(total.data, { Resources: { Font: { F: font.ref() } } });
    total.end(`0.318 0.376 0.427 rg BT /F ${SMALL} Tf <${glyphs.join('')}> Tj ET`);
  }

  return paper;
}

// What pdfkit knows of its present font, which its types leave out.
interface EmbeddedFont {
  encode(text: string): [string[], unknown[]];
  ref(): PDFKit.PDFKitReference;
}

function fontOf(pdf: PDFKit.PDFDocument): EmbeddedFont {
  return (pdf as unknown as { _font: EmbeddedFont })._font;
}

// Takes the files out of the JSON text of a Bundle while it arrives: what a Binary holds as base64 is cut out of the text of
// its `data` (https://hl7.org/fhir/R4/binary.html), so that neither is ever in memory as a whole. Nothing is judged here: the
// strict parser reads what is left, in which each such text is empty.

/** Some of the text, as it stands there: what is around files, or what stands between the quotes of the data of one. */
export interface CutPiece {
  readonly bytes: Uint8Array;
  /** Which entry of the Bundle has the data; undefined for what is around. Data of two entries never stand side by side. */
  readonly entry: number | undefined;
}

interface Container {
  readonly array: boolean;
  /** The key that came last in an object, and how many commas in an array. */
  key: string | undefined;
  place: number;
}

interface Scan {
  depth: number;
  /** The outermost containers that are open. */
  readonly open: (Container | undefined)[];
  string: 'none' | 'key' | 'value' | 'data';
  escaped: boolean;
  keyNext: boolean;
  key: number[];
}

const [quote, backslash, comma, colon] = [0x22, 0x5c, 0x2c, 0x3a];
const [openArray, closeArray, openObject, closeObject] = [0x5b, 0x5d, 0x7b, 0x7d];
const RESOURCE_DEPTH = 4; // the Bundle, its entries, one of them, its resource
const LONGEST_KEY = 64; // of ours, each letter as an escape

/** Gives a function that takes the bytes of the text as they come, and gives them back in pieces; all of them, in order. */
export function dataCutter(): (bytes: Uint8Array) => CutPiece[] {
  const scan: Scan = { depth: 0, open: [], string: 'none', escaped: false, keyNext: false, key: [] };
  return (bytes) => {
    const pieces: CutPiece[] = [];
    let from = 0;
    const cutAt = (to: number, entry: number | undefined) => {
      if (to > from) pieces.push({ bytes: bytes.subarray(from, to), entry });
      from = to;
    };
    for (let at = 0; at < bytes.length; at += 1) {
      const inData = scan.string === 'data';
      if (inData && !scan.escaped) at = endOfPlain(bytes, at);
      step(scan, bytes[at] ?? 0);
      if (!inData && scan.string === 'data') cutAt(at + 1, undefined);
      else if (inData && scan.string === 'none') cutAt(at, entryOf(scan));
    }
    cutAt(bytes.length, scan.string === 'data' ? entryOf(scan) : undefined);
    return pieces;
  };
}

// All but a few bytes of a document with files are such: they are run over.
function endOfPlain(bytes: Uint8Array, from: number): number {
  let at = from;
  while (at < bytes.length && bytes[at] !== quote && bytes[at] !== backslash) at += 1;
  return at;
}

function step(scan: Scan, code: number): void {
  if (scan.string === 'none') between(scan, code);
  else if (code === quote && !scan.escaped) endString(scan);
  else within(scan, code);
}

function within(scan: Scan, code: number): void {
  scan.escaped = code === backslash && !scan.escaped;
  if (scan.string === 'key' && scan.key.length <= LONGEST_KEY) scan.key.push(code);
}

function between(scan: Scan, code: number): void {
  if (code === quote) scan.string = stringHere(scan);
  else if (code === colon) scan.keyNext = false;
  else if (code === comma) next(scan);
  else if (code === openObject || code === openArray) open(scan, code === openArray);
  else if (code === closeObject || code === closeArray) scan.depth = Math.max(0, scan.depth - 1);
}

function open(scan: Scan, array: boolean): void {
  if (scan.depth < RESOURCE_DEPTH) scan.open[scan.depth] = { array, key: undefined, place: 0 };
  scan.depth += 1;
  scan.keyNext = !array;
}

function next(scan: Scan): void {
  const container = scan.open[scan.depth - 1];
  if (container === undefined || scan.depth > RESOURCE_DEPTH) return;
  container.place += 1;
  scan.keyNext = !container.array;
}

function stringHere(scan: Scan): Scan['string'] {
  if (scan.depth > RESOURCE_DEPTH || scan.open[scan.depth - 1]?.array !== false) return 'value';
  if (scan.keyNext) return 'key';
  return scan.depth === RESOURCE_DEPTH && isData(scan) ? 'data' : 'value';
}

function isData({ open: [bundle, entries, entry, resource] }: Scan): boolean {
  return bundle?.key === 'entry' && entries?.array === true && entry?.key === 'resource' && resource?.key === 'data';
}

function entryOf({ open: [, entries] }: Scan): number | undefined {
  return entries?.place;
}

function endString(scan: Scan): void {
  const container = scan.open[scan.depth - 1];
  if (scan.string === 'key' && container) container.key = keyOf(scan.key);
  scan.key = [];
  scan.string = 'none';
}

// A key may be written with escapes; one that is none of ours, or no JSON, is whatever it is.
function keyOf(codes: readonly number[]): string | undefined {
  const text = String.fromCharCode(...codes);
  if (!text.includes('\\')) return text;
  try {
    return String(JSON.parse(`"${text}"`));
  } catch {
    return undefined;
  }
}

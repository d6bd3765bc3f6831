// The header of a DICOM file (PS3.10): what it says of the patient and the study, and where and how its picture is stored.
// Only the beginning of the file is read, whatever its size.

import dicomParser, { type DataSet } from 'dicom-parser';
import type { Files } from './files.ts';
import { gatherBytes } from './gather-bytes.ts';
import { readBytes, type StoredFile } from './stored-files.ts';

/** How the first frame is stored. `offset` is where the value of Pixel Data begins. */
export interface PixelData {
  readonly syntax: string;
  readonly offset: number;
  readonly encapsulated: boolean;
  readonly rows: number;
  readonly columns: number;
  readonly frames: number;
  readonly samples: number;
  readonly bits: number;
  readonly stored: number;
  readonly signed: boolean;
  readonly planar: boolean;
  readonly photometric: string;
  readonly slope: number;
  readonly intercept: number;
  readonly window: { readonly centre: number; readonly width: number } | undefined;
}

/** What a header says. `texts` are the elements by name; `pixels` is undefined where no picture was found. */
export interface DicomHeader {
  readonly texts: Readonly<Partial<Record<DicomText, string>>>;
  readonly pixels: PixelData | undefined;
  /** False where the header could not be read to its end. */
  readonly whole: boolean;
}

const TAGS = {
  'patient-name': 'x00100010',
  'patient-id': 'x00100020',
  'birth-date': 'x00100030',
  'study-date': 'x00080020',
  modality: 'x00080060',
  'body-part': 'x00180015',
  study: 'x00081030',
  series: 'x0008103e',
  institution: 'x00080080',
} as const;

export type DicomText = keyof typeof TAGS;

const HEAD_BYTES = 1024 * 1024;
const PIXEL_DATA = 'x7fe00010';
const LONGEST_TEXT = 200;
// The defined terms of Specific Character Set (PS3.3, C.12.1.1.2) that are one encoding; others are shown as ASCII.
const CHARACTER_SETS: Record<string, string> = {
  'ISO_IR 192': 'utf-8',
  'ISO_IR 100': 'iso-8859-1',
  'ISO_IR 101': 'iso-8859-2',
  'ISO_IR 144': 'iso-8859-5',
  'ISO_IR 127': 'iso-8859-6',
  'ISO_IR 126': 'iso-8859-7',
  'ISO_IR 166': 'windows-874',
  GB18030: 'gb18030',
};

/** Reads the header of a file that is DICOM by its content. Nothing that stands in it can make this fail. */
export async function dicomHeader(files: Pick<Files, 'store' | 'key'>, file: StoredFile): Promise<DicomHeader> {
  const head = await gatherBytes(readBytes(files, file, 0, Math.min(HEAD_BYTES, file.length)));
  try {
    const data = dicomParser.parseDicom(head, { untilTag: PIXEL_DATA });
    return { texts: textsOf(data), pixels: pixelsOf(data), whole: true };
  } catch (error) {
    // A header that ends early, or is longer than what was read: what was understood until then comes with the error.
    const { dataSet } = error as { dataSet?: DataSet };
    return { texts: dataSet ? textsOf(dataSet) : {}, pixels: undefined, whole: false };
  }
}

function textsOf(data: DataSet): DicomHeader['texts'] {
  const decoder = new TextDecoder(CHARACTER_SETS[data.string('x00080005') ?? ''] ?? 'ascii');
  const texts: Partial<Record<DicomText, string>> = {};
  for (const [name, tag] of Object.entries(TAGS) as [DicomText, string][]) {
    const element = data.elements[tag];
    if (!element || element.length <= 0 || element.dataOffset + element.length > data.byteArray.length) continue;
    const bytes = data.byteArray.subarray(
      element.dataOffset,
      element.dataOffset + Math.min(element.length, LONGEST_TEXT),
    );
    const text = decoder
      .decode(bytes)
      .replace(/[\p{C}\ufffd]/gu, '')
      .replace(/\^+/g, ' ')
      .trim();
    if (text !== '') texts[name] = text;
  }
  return texts;
}

function pixelsOf(data: DataSet): PixelData | undefined {
  const element = data.elements[PIXEL_DATA];
  const [rows, columns] = [data.uint16('x00280010'), data.uint16('x00280011')];
  if (!element || !rows || !columns) return undefined;
  const bits = data.uint16('x00280100') ?? 8;
  const [centre, width] = [data.floatString('x00281050'), data.floatString('x00281051')];
  return {
    syntax: data.string('x00020010') ?? '',
    offset: element.dataOffset,
    encapsulated: element.hadUndefinedLength === true,
    rows,
    columns,
    frames: Math.max(1, data.intString('x00280008') ?? 1),
    samples: data.uint16('x00280002') ?? 1,
    bits,
    stored: data.uint16('x00280101') ?? bits,
    signed: data.uint16('x00280103') === 1,
    planar: data.uint16('x00280006') === 1,
    photometric: data.string('x00280004') ?? '',
    slope: data.floatString('x00281053') || 1,
    intercept: data.floatString('x00281052') ?? 0,
    window: centre !== undefined && width !== undefined && width >= 1 ? { centre, width } : undefined,
  };
}

// The first frame of a DICOM file as a picture that browsers show: an uncompressed one as PNG, made no larger than a screen;
// one in JPEG baseline as the JPEG that it is. Every other way of storing is for a DICOM viewer.

import { encode } from 'fast-png';
import { dicomHeader, type PixelData } from './dicom-header.ts';
import type { FileType } from './file-type.ts';
import type { Files } from './files.ts';
import { gatherBytes } from './gather-bytes.ts';
import { toGrey, toRgb } from './pixels.ts';
import { readBytes, type StoredFile } from './stored-files.ts';

type Parts = Pick<Files, 'store' | 'key'>;

export interface Picture {
  readonly type: FileType;
  readonly bytes: Uint8Array;
}

const IMPLICIT_LITTLE = '1.2.840.10008.1.2';
const EXPLICIT_LITTLE = '1.2.840.10008.1.2.1';
const JPEG_BASELINE = '1.2.840.10008.1.2.4.50';
const LARGEST_FRAME = 32 * 1024 * 1024;
const ITEM = 0xe000fffe;
const ITEM_HEAD = 8;

/** True where `firstPicture` gives one, unless the frame itself is damaged. */
export function hasPicture({ syntax, encapsulated, photometric, samples, bits }: PixelData): boolean {
  if (syntax === JPEG_BASELINE) return encapsulated && bits === 8;
  if (encapsulated || (syntax !== IMPLICIT_LITTLE && syntax !== EXPLICIT_LITTLE)) return false;
  if (photometric === 'RGB') return samples === 3 && bits === 8;
  return /^MONOCHROME[12]$/.test(photometric) && samples === 1 && (bits === 8 || bits === 16);
}

/** The first frame; undefined where it cannot be shown. */
export async function firstPicture(files: Parts, file: StoredFile): Promise<Picture | undefined> {
  const { pixels } = await dicomHeader(files, file);
  if (!pixels || !hasPicture(pixels)) return undefined;
  return pixels.encapsulated ? jpegFrame(files, file, pixels) : plainFrame(files, file, pixels);
}

async function plainFrame(files: Parts, file: StoredFile, pixels: PixelData): Promise<Picture | undefined> {
  const { offset, rows, columns, samples, bits } = pixels;
  const end = offset + (rows * columns * samples * bits) / 8;
  if (end > file.length || end - offset > LARGEST_FRAME) return undefined;
  const frame = await gatherBytes(readBytes(files, file, offset, end));
  const picture = samples === 3 ? toRgb(frame, pixels) : toGrey(frame, pixels);
  return { type: 'image/png', bytes: encode({ ...picture, depth: 8 }) };
}

// Encapsulated (PS3.5, A.4): items of a tag, a length and a value; the first is the table of offsets. A frame may be in
// several items where it is the only one; else the first item is the first frame.
async function jpegFrame(files: Parts, file: StoredFile, pixels: PixelData): Promise<Picture | undefined> {
  const fragments: Buffer[] = [];
  let size = 0;
  let at = (await itemAt(files, file, pixels.offset))?.end;
  while (at !== undefined) {
    const item = await itemAt(files, file, at);
    if (!item) break;
    size += item.end - item.start;
    if (size > LARGEST_FRAME) return undefined;
    fragments.push(await gatherBytes(readBytes(files, file, item.start, item.end)));
    at = pixels.frames > 1 ? undefined : item.end;
  }
  const bytes = Buffer.concat(fragments);
  return bytes.subarray(0, 3).toString('hex') === 'ffd8ff' ? { type: 'image/jpeg', bytes } : undefined;
}

async function itemAt(files: Parts, file: StoredFile, at: number): Promise<{ start: number; end: number } | undefined> {
  const start = at + ITEM_HEAD;
  if (start > file.length) return undefined;
  const head = await gatherBytes(readBytes(files, file, at, start));
  const end = start + head.readUInt32LE(4);
  return head.readUInt32LE(0) === ITEM && end <= file.length ? { start, end } : undefined;
}

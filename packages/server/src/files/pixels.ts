// The numbers of a DICOM frame as grey or colour of 8 bits (PS3.3, C.7.6.3 and C.11.2), every n-th of them where there are
// more than a screen shows.

import type { PixelData } from './dicom-header.ts';

export interface Pixels {
  readonly width: number;
  readonly height: number;
  readonly channels: 1 | 3;
  readonly data: Uint8Array;
}

const WIDEST = 1024;

/** A frame of one number a pixel: through the window that the file names, or from its darkest to its brightest. */
export function toGrey(frame: Buffer, pixels: PixelData): Pixels {
  const { width, height, step } = sizeOf(pixels);
  const values = new Float64Array(width * height);
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1)
      values[y * width + x] = valueAt(frame, y * step * pixels.columns + x * step, pixels);
  const { low, high } = windowOf(values, pixels);
  const inverse = pixels.photometric === 'MONOCHROME1';
  const data = Uint8Array.from(values, (value) => {
    const grey = Math.round((255 * (Math.min(Math.max(value, low), high) - low)) / (high - low || 1));
    return inverse ? 255 - grey : grey;
  });
  return { width, height, channels: 1, data };
}

/** A frame of red, green and blue, pixel by pixel or plane by plane. */
export function toRgb(frame: Buffer, pixels: PixelData): Pixels {
  const { width, height, step } = sizeOf(pixels);
  const { columns, rows, planar } = pixels;
  const data = new Uint8Array(width * height * 3);
  for (let i = 0; i < width * height; i += 1) {
    const from = Math.floor(i / width) * step * columns + (i % width) * step;
    for (let c = 0; c < 3; c += 1) data[i * 3 + c] = frame[planar ? c * rows * columns + from : from * 3 + c] ?? 0;
  }
  return { width, height, channels: 3, data };
}

function sizeOf({ rows, columns }: PixelData): { width: number; height: number; step: number } {
  const step = Math.ceil(Math.max(rows, columns) / WIDEST);
  return { width: Math.ceil(columns / step), height: Math.ceil(rows / step), step };
}

// Bits above those that are stored may hold anything.
function valueAt(frame: Buffer, index: number, { bits, stored, signed, slope, intercept }: PixelData): number {
  const raw = bits === 16 ? frame.readUInt16LE(index * 2) : frame.readUInt8(index);
  const unused = 32 - Math.min(Math.max(stored, 1), bits);
  const value = signed ? (raw << unused) >> unused : (raw << unused) >>> unused;
  return value * slope + intercept;
}

function windowOf(values: Float64Array, { window }: PixelData): { low: number; high: number } {
  if (window) return { low: window.centre - window.width / 2, high: window.centre + window.width / 2 };
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of values) {
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  return { low, high };
}

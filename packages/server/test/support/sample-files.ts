// Files of every type that is taken, made here: small, and whole as their formats ask.

import { randomBytes } from 'node:crypto';
import { encode } from 'fast-png';

/** A PDF of one page that says `words`; `padding` bytes stand in a comment. */
export function pdfFile(words = 'Discharge letter', padding = 0): Buffer {
  const stream = `BT /F1 24 Tf 60 700 Td (${words}) Tj ET`;
  const objects = [
    '<</Type/Catalog/Pages 2 0 R>>',
    '<</Type/Pages/Kids[3 0 R]/Count 1>>',
    '<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F1 4 0 R>>>>/Contents 5 0 R>>',
    '<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>',
    `<</Length ${stream.length}>>stream\n${stream}\nendstream`,
  ];
  let text = '%PDF-1.4\n';
  const places = objects.map((object, i) => {
    const place = text.length;
    text += `${i + 1} 0 obj${object}endobj\n`;
    return place;
  });
  const noise = `%${randomBytes(Math.ceil(padding / 2))
    .toString('hex')
    .slice(0, padding)}\n`;
  const table = `${text}${noise}`.length;
  const rows = places.map((place) => `${String(place).padStart(10, '0')} 00000 n \n`).join('');
  const end = `trailer<</Size ${objects.length + 1}/Root 1 0 R>>\nstartxref\n${table}\n%%EOF\n`;
  return Buffer.from(`${text}${noise}xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${rows}${end}`, 'latin1');
}

/** A PNG of grey stripes. */
export function pngFile(width = 64, height = 48): Buffer {
  const data = Uint8Array.from({ length: width * height }, (_, i) => ((i % width) * 255) / width);
  return Buffer.from(encode({ width, height, channels: 1, depth: 8, data }));
}

/** What of a JPEG's header a test chooses: what it says of its pixels, and how long the segments before that are. */
export interface JpegSample {
  readonly width: number;
  readonly height: number;
  readonly before?: readonly number[];
}

/** The smallest JPEG there is: one grey pixel (ITU-T T.81, baseline), whatever its header says. */
export function jpegFile({ width, height, before = [] }: JpegSample = { width: 1, height: 1 }): Buffer {
  const hex =
    'ffd8ffdb004300' +
    '01'.repeat(64) +
    'ffc0000b080001000101011100ffc40014000100000000000000000000000000000009ffc40014100100000000000000000000000000000000ffda0008010100003f0054ffd9';
  const whole = Buffer.from(hex, 'hex');
  const frame = whole.indexOf(Buffer.from('ffc0', 'hex'));
  whole.writeUInt16BE(height, frame + 5);
  whole.writeUInt16BE(width, frame + 7);
  const segments = before.map((length) =>
    Buffer.concat([Buffer.from('ffe1', 'hex'), word16(length + 2), Buffer.alloc(length)]),
  );
  return Buffer.concat([whole.subarray(0, 2), ...segments, whole.subarray(2)]);
}

function word16(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16BE(value);
  return bytes;
}

/** What of a DICOM file a test chooses. `pixels` is the value of Pixel Data; in items where `fragments` are given. */
export interface DicomSample {
  readonly syntax?: string;
  readonly rows?: number;
  readonly columns?: number;
  readonly frames?: number;
  readonly bits?: 8 | 16;
  readonly samples?: 1 | 3;
  readonly photometric?: string;
  readonly name?: string;
  readonly window?: readonly [number, number];
  readonly pixels?: Buffer;
  readonly fragments?: readonly Buffer[];
}

/** A DICOM file (PS3.10) in explicit little endian, or with its frames in items. */
export function dicomFile(sample: DicomSample = {}): Buffer {
  const { syntax = '1.2.840.10008.1.2.1', rows = 4, columns = 4, bits = 8, samples = 1, frames = 1 } = sample;
  const { photometric = 'MONOCHROME2', name = 'Rao^Lakshmi', window, fragments } = sample;
  const meta = element(0x0002, 0x0010, 'UI', even(syntax, '\0'));
  const pixels = sample.pixels ?? Buffer.alloc(rows * columns * samples * (bits / 8), 0x7f);
  const body = [
    element(0x0008, 0x0005, 'CS', even('ISO_IR 192')),
    element(0x0008, 0x0020, 'DA', even('20261001')),
    element(0x0008, 0x0060, 'CS', even('CR')),
    element(0x0010, 0x0010, 'PN', even(name)),
    element(0x0028, 0x0002, 'US', word(samples)),
    element(0x0028, 0x0004, 'CS', even(photometric)),
    element(0x0028, 0x0008, 'IS', even(String(frames))),
    element(0x0028, 0x0010, 'US', word(rows)),
    element(0x0028, 0x0011, 'US', word(columns)),
    element(0x0028, 0x0100, 'US', word(bits)),
    element(0x0028, 0x0101, 'US', word(bits)),
    element(0x0028, 0x0103, 'US', word(0)),
    ...(window
      ? [element(0x0028, 0x1050, 'DS', even(String(window[0]))), element(0x0028, 0x1051, 'DS', even(String(window[1])))]
      : []),
    fragments ? itemised(fragments) : long(0x7fe0, 0x0010, 'OW', pixels),
  ];
  const length = element(0x0002, 0x0000, 'UL', doubleWord(meta.length));
  return Buffer.concat([Buffer.alloc(128), Buffer.from('DICM'), length, meta, ...body]);
}

function itemised(fragments: readonly Buffer[]): Buffer {
  const items = [Buffer.alloc(0), ...fragments].map((bytes) =>
    Buffer.concat([tag(0xfffe, 0xe000), doubleWord(bytes.length), bytes]),
  );
  const end = Buffer.concat([tag(0xfffe, 0xe0dd), doubleWord(0)]);
  return Buffer.concat([tag(0x7fe0, 0x0010), Buffer.from('OB\0\0'), doubleWord(0xffffffff), ...items, end]);
}

function element(group: number, number: number, vr: string, value: Buffer): Buffer {
  return Buffer.concat([tag(group, number), Buffer.from(vr), word(value.length), value]);
}

function long(group: number, number: number, vr: string, value: Buffer): Buffer {
  return Buffer.concat([tag(group, number), Buffer.from(vr), word(0), doubleWord(value.length), value]);
}

function tag(group: number, number: number): Buffer {
  return Buffer.concat([word(group), word(number)]);
}

function word(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16LE(value);
  return bytes;
}

function doubleWord(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}

function even(text: string, padding = ' '): Buffer {
  const bytes = Buffer.from(text);
  return bytes.length % 2 === 0 ? bytes : Buffer.concat([bytes, Buffer.from(padding)]);
}

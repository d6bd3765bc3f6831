// DICOM files as they come: what their header says, and the first picture where it can be shown.

import { decode } from 'fast-png';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeDocument } from '../../test/support/document-record.ts';
import { type People, registerPeople } from '../../test/support/people.ts';
import { type DicomSample, dicomFile, jpegFile } from '../../test/support/sample-files.ts';
import { openTestStore, type TestStore } from '../../test/support/test-store.ts';
import { dicomHeader } from './dicom-header.ts';
import { firstPicture, hasPicture } from './dicom-picture.ts';
import { filesOfRecord, type StoredFile } from './stored-files.ts';

const JPEG_BASELINE = '1.2.840.10008.1.2.4.50';

let store: TestStore;
let people: People;

beforeAll(async () => {
  store = await openTestStore();
  people = await registerPeople(store);
});
afterAll(() => store.close());

async function stored(bytes: Buffer): Promise<StoredFile> {
  const record = await writeDocument(store, people.doctor, people.chart, bytes);
  const [file] = await filesOfRecord(store.db, people.chart.chain, record);
  if (!file) throw new Error('The record has no file.');
  return file;
}

const header = async (bytes: Buffer) => dicomHeader(store.files, await stored(bytes));
const picture = async (sample: DicomSample) => firstPicture(store.files, await stored(dicomFile(sample)));
const grey = async (sample: DicomSample) => {
  const shown = await picture(sample);
  if (shown?.type !== 'image/png') throw new Error('There is no PNG.');
  const { width, height, data } = decode(shown.bytes);
  return { width, height, data: [...data] };
};

describe('the header', () => {
  it('says whose it is and of when, in its own alphabet', async () => {
    const { texts, whole } = await header(dicomFile({ name: 'राव^लक्ष्मी' }));
    expect(texts).toMatchObject({ 'patient-name': 'राव लक्ष्मी', 'study-date': '20261001', modality: 'CR' });
    expect(whole).toBe(true);
  });

  it('hides what would turn the line round', async () => {
    expect((await header(dicomFile({ name: 'a\u202eb' }))).texts['patient-name']).toBe('ab');
  });

  it.each([140, 170, 250, 300])('of a file that ends after %i bytes is read as far as it goes', async (length) => {
    const { pixels, whole } = await header(dicomFile().subarray(0, length));
    expect({ pixels, whole }).toEqual({ pixels: undefined, whole: false });
  });

  it('of random bytes fails nothing', async () => {
    for (let i = 0; i < 20; i += 1) {
      const bytes = Buffer.concat([
        dicomFile().subarray(0, 132 + i * 8),
        Buffer.from(Array.from({ length: 500 }, (_, n) => (n * 37 * (i + 1)) % 251)),
      ]);
      expect((await header(bytes)).pixels).toBeUndefined();
    }
  });
});

describe('the picture', () => {
  it('of 8 bits is shown from its darkest to its brightest', async () => {
    const pixels = Buffer.from([10, 20, 30, 40]);
    expect(await grey({ rows: 2, columns: 2, pixels })).toEqual({ width: 2, height: 2, data: [0, 85, 170, 255] });
  });

  it('is shown the other way round where low is bright', async () => {
    const pixels = Buffer.from([10, 20, 30, 40]);
    const { data } = await grey({ rows: 2, columns: 2, pixels, photometric: 'MONOCHROME1' });
    expect(data).toEqual([255, 170, 85, 0]);
  });

  it('of 16 bits is shown through its window', async () => {
    const pixels = Buffer.from(Uint16Array.of(0, 1000, 1500, 4000).buffer);
    const { data } = await grey({ rows: 2, columns: 2, bits: 16, pixels, window: [1500, 1000] });
    expect(data).toEqual([0, 0, 128, 255]);
  });

  it('in colour is shown in colour', async () => {
    const pixels = Buffer.from([255, 0, 0, 0, 255, 0]);
    const { data } = await grey({ rows: 1, columns: 2, samples: 3, photometric: 'RGB', pixels });
    expect(data).toEqual([255, 0, 0, 0, 255, 0]);
  });

  it('is no larger than a screen', async () => {
    const { width, height } = await grey({ rows: 1500, columns: 1000 });
    expect([width, height]).toEqual([500, 750]);
  });

  it('in JPEG baseline is the JPEG itself, of several the first', async () => {
    const jpeg = jpegFile();
    const fragments = [Buffer.concat([jpeg, Buffer.alloc(jpeg.length % 2)])];
    expect(await picture({ syntax: JPEG_BASELINE, fragments })).toMatchObject({ type: 'image/jpeg' });
    const many = await picture({ syntax: JPEG_BASELINE, frames: 2, fragments: [...fragments, Buffer.alloc(20)] });
    expect(Buffer.from(many?.bytes ?? []).equals(fragments[0] ?? jpeg)).toBe(true);
  });

  it('in one frame of several items is put together', async () => {
    const jpeg = Buffer.concat([jpegFile(), Buffer.alloc(jpegFile().length % 2)]);
    const fragments = [jpeg.subarray(0, 50), jpeg.subarray(50)];
    expect(Buffer.from((await picture({ syntax: JPEG_BASELINE, fragments }))?.bytes ?? []).equals(jpeg)).toBe(true);
  });

  it.each<[string, DicomSample]>([
    ['JPEG 2000', { syntax: '1.2.840.10008.1.2.4.90', fragments: [Buffer.alloc(20)] }],
    ['big endian', { syntax: '1.2.840.10008.1.2.2' }],
    ['a palette', { photometric: 'PALETTE COLOR' }],
    ['items that are no JPEG', { syntax: JPEG_BASELINE, fragments: [Buffer.alloc(20)] }],
    ['fewer bytes than it says', { rows: 500, columns: 500, pixels: Buffer.alloc(100) }],
    ['more than there can be', { rows: 65_535, columns: 65_535, pixels: Buffer.alloc(100) }],
  ])('in %s is not shown', async (_, sample) => {
    expect(await picture(sample)).toBeUndefined();
  });

  it('is announced only where it can be shown', async () => {
    const { pixels } = await header(dicomFile());
    expect(pixels && hasPicture(pixels)).toBe(true);
    const { pixels: other } = await header(
      dicomFile({ syntax: '1.2.840.10008.1.2.4.90', fragments: [Buffer.alloc(4)] }),
    );
    expect(other && hasPicture(other)).toBe(false);
  });
});

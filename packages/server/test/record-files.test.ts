// Files beside the values of cardiac, dermatology and laboratory records: attached, refused, kept and left out.

import { afterAll, beforeAll, expect, test } from 'vitest';
import { endSound } from './support/end-sound.ts';
import type { SentFile } from './support/multipart.ts';
import { recordForm } from './support/record-forms.ts';
import { dicomFile, jpegFile, pdfFile, pngFile } from './support/sample-files.ts';
import { type Browser, startTestServer, type TestServer } from './support/test-server.ts';

let site: TestServer;
let doctor: Browser;
let staff: Browser;
let patient: Browser;
let stranger: Browser;

beforeAll(async () => {
  site = await startTestServer();
  const { people, as } = site;
  const all = [people.doctor, people.staff, people.patient, people.otherDoctor];
  [doctor, staff, patient, stranger] = (await Promise.all(all.map((one) => as(one)))) as [
    Browser,
    Browser,
    Browser,
    Browser,
  ];
});
afterAll(() => endSound(site));

const form = (type: string, number = 'PAT001') => `/patients/${number}/records/${type}`;
const photograph = (width: number, height: number) => ({ bytes: jpegFile({ width, height }), name: 'skin.jpg' });
const pdf = (words: string): SentFile => ({ bytes: pdfFile(words), name: `${words}.pdf` });
const attachedIn = (body: string) =>
  Object.fromEntries(
    [...body.matchAll(/name="((?:attached|kept)\.\d+)" value="([^"]+)"/g)].map(([, name = '', value = '']) => [
      name,
      value,
    ]),
  );
const savedAt = (answer: { headers: Record<string, unknown> }) => String(answer.headers.location).split('?')[0] ?? '';
const filesIn = (body: string) => new Set([...body.matchAll(/\/files\/([0-9a-f-]+)\/download/g)].map(([, id]) => id));

test('files of every type come with the record, one after the other, and are shown as what they are', async () => {
  const first = await doctor.postForm(
    form('cardiac'),
    recordForm('cardiac', { slot: 'ecg-file', attach: '1' }),
    pdf('Tracing'),
  );
  expect(first.statusCode).toBe(200);
  expect(first.body).toContain('Tracing.pdf');
  expect(first.body).toContain('QTc prolonged.');
  const second = await doctor.postForm(
    form('cardiac'),
    recordForm('cardiac', { ...attachedIn(first.body), slot: 'angiogram-file', attach: '1' }),
    { bytes: dicomFile(), name: 'angio.dcm' },
  );
  const sent = recordForm('cardiac', { ...attachedIn(second.body), slot: 'echocardiogram-file' });
  const saved = await doctor.postForm(form('cardiac'), sent, { bytes: pngFile(), name: 'echo.png' });
  expect([saved.statusCode, saved.statusCode === 303 ? '' : saved.body]).toEqual([303, '']);
  const again = await doctor.postForm(form('cardiac'), sent);
  expect(again.headers.location).toBe(saved.headers.location);
  const page = (await patient.get(savedAt(saved))).body;
  for (const words of ['Electrocardiogram (file)', 'Angiogram (file)', 'Echocardiogram (file)', '474'])
    expect(page).toContain(words);
  expect(filesIn(page).size).toBe(3);
  const [id] = filesIn(page);
  expect((await patient.get(`${savedAt(saved)}/files/${id}/download`)).statusCode).toBe(200);
  expect((await stranger.get(`${savedAt(saved)}/files/${id}/download`)).statusCode).toBe(404);
});

test('a laboratory files its report beside the values, or by itself', async () => {
  const values = { collectedAt: '2026-10-01T08:30', nonce: recordForm('laboratory').nonce ?? '' };
  const saved = await staff.postForm(form('laboratory'), { ...values, slot: 'laboratory-report' }, pdf('Report'));
  expect(saved.statusCode).toBe(303);
  const page = (await patient.get(savedAt(saved))).body;
  expect(page).toContain('Report of the laboratory');
  expect(filesIn(page).size).toBe(1);
  const both = recordForm('laboratory', { slot: 'laboratory-report' });
  const beside = await staff.postForm(form('laboratory'), both, pdf('Report'));
  const shown = (await patient.get(savedAt(beside))).body;
  expect([shown.includes('9.50'), filesIn(shown).size]).toEqual([true, 1]);
});

test('a photograph of the skin is a JPEG of 1024 by 768 at least; what is refused says how to mend it', async () => {
  const send = (file: SentFile) =>
    doctor.postForm(form('dermatology'), recordForm('dermatology', { slot: 'skin-photograph' }), file);
  const small = await send(photograph(800, 600));
  expect(small.statusCode).toBe(422);
  expect(small.body).toContain('The photograph has 800 × 600 pixels. It needs at least 1024 × 768');
  expect(small.body).toContain('value="Upper back"');
  expect((await send(photograph(1024, 767))).statusCode).toBe(422);
  const drawn = await send({ bytes: pngFile(1200, 900), name: 'skin.png' });
  expect(drawn.body).toContain('A photograph has to be a JPEG.');
  for (const [width, height] of [
    [1024, 768],
    [768, 1024],
  ] as const) {
    const saved = await send(photograph(width, height));
    expect(saved.statusCode).toBe(303);
    expect((await patient.get(savedAt(saved))).body).toContain('Photograph of the skin');
  }
});

test('a file without its kind, of a kind that is not the writer’s, or of a type that is none is told at the field', async () => {
  const unnamed = await doctor.postForm(form('cardiac'), recordForm('cardiac', { slot: '' }), pdf('Nameless'));
  expect([unnamed.statusCode, unnamed.body.includes('Choose what the file is.')]).toEqual([422, true]);
  expect(unnamed.body).toContain('Nameless.pdf');
  const upload = /name="upload" value="([^"]+)"/.exec(unnamed.body)?.[1] ?? '';
  const mended = await doctor.postForm(form('cardiac'), recordForm('cardiac', { slot: 'ecg-file', upload }));
  expect(filesIn((await patient.get(savedAt(mended))).body).size).toBe(1);
  const doctors = recordForm('cardiac', { slot: 'angiogram-file', 'ecg-impression': '', 'echo-findings': '' });
  expect((await staff.postForm(form('cardiac'), doctors, pdf('Angio'))).statusCode).toBe(422);
  const program = { bytes: Buffer.from('MZ not a picture'), name: 'ecg.pdf' };
  const refused = await doctor.postForm(form('cardiac'), recordForm('cardiac', { slot: 'ecg-file' }), program);
  expect([refused.statusCode, refused.body.includes('id="file-error"')]).toEqual([422, true]);
});

test('a file more than a record may have, and a field that is longer than any, are refused and not cut off', async () => {
  const many = Object.fromEntries(Array.from({ length: 20 }, (_, i) => [`attached.${i}`, `ecg-file some-${i}`]));
  const kept = recordForm('cardiac', { ...many, 'kept.0': 'ecg-file other 9' });
  const refused = await doctor.postForm(form('cardiac'), kept);
  expect([refused.statusCode, refused.body.includes('A record has 20 files at most.')]).toEqual([422, true]);
  const long = recordForm('cardiac', { 'ecg-impression': 'x'.repeat(64 * 1024 + 1) });
  expect((await doctor.postForm(form('cardiac'), long)).statusCode).toBe(413);
});

test('nobody takes another’s upload, another patient’s, or one that a record has', async () => {
  const { body } = await doctor.postForm(
    form('cardiac'),
    recordForm('cardiac', { slot: 'ecg-file', attach: '1' }),
    pdf('Mine'),
  );
  const attached = attachedIn(body);
  expect(Object.keys(attached)).toEqual(['attached.0']);
  const thief = await stranger.postForm(form('cardiac'), recordForm('cardiac', attached));
  expect([thief.statusCode, thief.body.includes('id="file-error"')]).toEqual([422, true]);
  expect((await doctor.postForm(form('cardiac', 'PAT002'), recordForm('cardiac', attached))).statusCode).toBe(422);
  expect((await doctor.postForm(form('cardiac'), recordForm('cardiac', attached))).statusCode).toBe(303);
  expect((await doctor.postForm(form('cardiac'), recordForm('cardiac', attached))).statusCode).toBe(422);
});

test('an amendment keeps the files that stay ticked, leaves out the others, and takes new ones', async () => {
  const one = await doctor.postForm(
    form('cardiac'),
    recordForm('cardiac', { slot: 'ecg-file', attach: '1' }),
    pdf('First'),
  );
  const two = recordForm('cardiac', { ...attachedIn(one.body), slot: 'ecg-file' });
  const address = savedAt(await doctor.postForm(form('cardiac'), two, pdf('Second')));
  const before = filesIn((await patient.get(address)).body);
  const page = await doctor.get(`${address}/versions/1/amend`);
  const kept = attachedIn(page.body);
  expect(Object.keys(kept)).toEqual(['kept.0', 'kept.1']);
  const form2 = recordForm('cardiac', {
    'kept.1': kept['kept.1'] ?? '',
    slot: 'stress-test-file',
    reason: 'The first is of another.',
  });
  const amended = await doctor.postForm(`${address}/versions/1/amend`, form2, pdf('Stress'));
  expect([amended.statusCode, amended.statusCode === 303 ? '' : amended.body]).toEqual([303, '']);
  const after = filesIn((await patient.get(address)).body);
  expect([before.size, after.size, before.union(after).size]).toEqual([2, 2, 3]);
  expect(filesIn((await patient.get(`${address}/versions/1`)).body)).toEqual(before);
  const changes = (await patient.get(`${address}/versions/2/changes`)).body;
  expect(changes).toMatch(/Electrocardiogram \(file\).*Changed/s);
  expect(changes).toMatch(/Exercise stress test \(file\).*Added/s);
  const foreign = recordForm('cardiac', {
    'kept.0': `ecg-file ${'0'.repeat(12)}-${'0'.repeat(20)} 5`,
    reason: 'Nothing else.',
  });
  expect((await doctor.postForm(`${address}/versions/2/amend`, foreign)).statusCode).toBe(303);
  expect(filesIn((await patient.get(address)).body).size).toBe(0);
});

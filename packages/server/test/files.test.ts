// Files from the form to the record and back: what is taken and what is not, who reads, what the chain says, and what is
// said when stored bytes are gone or changed.

import { createHash } from 'node:crypto';
import { readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { contentCommitment, fromBase64, parseStatement } from '@patrec/ledger';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { withholdRecord } from '../src/access/withhold-record.ts';
import { transaction } from '../src/db/transaction.ts';
import { filesOfRecord, type StoredFile } from '../src/files/stored-files.ts';
import { claimUploads, removeOldUploads } from '../src/files/uploads.ts';
import { verifyFiles } from '../src/operations/verify/verify-files.ts';
import { verifyStore } from '../src/operations/verify/verify-store.ts';
import { documentForm, fileDocument, sendUpload } from './support/document-forms.ts';
import { grant, revoke } from './support/permissions.ts';
import { dicomFile, jpegFile, pdfFile, pngFile } from './support/sample-files.ts';
import { type Browser, startTestServer, type TestServer } from './support/test-server.ts';

const FORM = '/patients/PAT001/records/document';

let site: TestServer;
let doctor: Browser;
let patient: Browser;
let stranger: Browser;

beforeAll(async () => {
  site = await startTestServer();
});
beforeEach(async () => {
  const { people, as } = site;
  [doctor, patient, stranger] = await Promise.all([as(people.doctor), as(people.patient), as(people.otherDoctor)]);
});
afterAll(async () => {
  await site.settle();
  const { problems } = await verifyStore(site.db, site.identity);
  const files = await verifyFiles(site.db, site.files);
  await site.close();
  expect([...problems, ...files.problems]).toEqual([]);
});

async function fileOf(record: number): Promise<StoredFile> {
  const [file] = await filesOfRecord(site.db, site.people.chart.chain, record);
  if (!file) throw new Error('The record has no file.');
  return file;
}

const addressOf = async (record: number) => `/patients/PAT001/records/${record}/files/${(await fileOf(record)).id}`;
const objectPath = ({ object }: StoredFile) => join(site.files.incoming, '..', 'objects', object.slice(0, 2), object);
const rowsOf = async (table: string) => (await site.db.pool.query(`SELECT count(*)::int AS n FROM ${table}`)).rows[0].n;
const objects = async () => {
  const names: string[] = [];
  for await (const name of site.files.store.list()) names.push(name);
  return names;
};

describe('a file that is taken', () => {
  it.each([
    ['a PDF', pdfFile(), 'application/pdf', 'pdf'],
    ['a JPEG', jpegFile(), 'image/jpeg', 'jpg'],
    ['a PNG', pngFile(), 'image/png', 'png'],
    ['a DICOM file', dicomFile(), 'application/dicom', 'dcm'],
    ['a file of many chunks', pdfFile('Long', 700_000), 'application/pdf', 'pdf'],
  ])('%s comes back byte for byte, by its content’s type and not by its name', async (_, bytes, type, extension) => {
    const title = 'Brief & Befund „Ü“';
    const record = await fileDocument(doctor, 'PAT001', bytes, { title });
    const answer = await doctor.get(await addressOf(record));
    expect(answer.statusCode).toBe(200);
    expect(answer.rawPayload.equals(bytes)).toBe(true);
    expect(answer.headers).toMatchObject({
      'content-type': type,
      'content-length': String(bytes.length),
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-store',
      'accept-ranges': 'bytes',
    });
    expect(answer.headers['content-disposition']).toMatch(new RegExp(`^inline; filename=.*\\.${extension}`));
    expect(answer.headers['content-security-policy']).toMatch(/^default-src 'none'/);
    const download = await doctor.get(`${await addressOf(record)}/download`);
    expect(download.headers['content-disposition']).toMatch(/^attachment; filename=/);
    expect(download.rawPayload.equals(bytes)).toBe(true);
  });

  it('is on the disk under the hash of its sealed bytes, and nowhere in clear', async () => {
    const words = 'Nobody reads this on the disk';
    const file = await fileOf(await fileDocument(doctor, 'PAT001', pdfFile(words)));
    const stored = await readFile(objectPath(file));
    expect(createHash('sha256').update(stored).digest('hex')).toBe(file.object);
    expect(stored.includes(words)).toBe(false);
    expect(await readdir(site.files.incoming)).toEqual([]);
  });

  it('is two objects when it is sent twice: nobody sees that two patients have the same', async () => {
    const bytes = pdfFile('The same');
    const other = await fileDocument(doctor, 'PAT002', bytes);
    const [one] = await filesOfRecord(site.db, site.people.otherChart.chain, other);
    const two = await fileOf(await fileDocument(doctor, 'PAT001', bytes));
    expect(one?.object).not.toBe(two.object);
    expect(one?.commitment).not.toBe(two.commitment);
  });

  it('is in the block by a commitment to its bytes, under a salt of its own', async () => {
    const bytes = pngFile();
    const record = await fileDocument(doctor, 'PAT001', bytes);
    const { id, salt } = await fileOf(record);
    const proof = (await patient.get(`/patients/PAT001/records/${record}/proof`)).json();
    const said = parseStatement(fromBase64(proof.blocks[0].statement)).contents.find(({ ref }) => ref.includes(id));
    const commitment = contentCommitment(salt, 'image/png', bytes);
    expect(said).toEqual({ ref: `Binary/${id}/_history/1`, mediaType: 'image/png', length: bytes.length, commitment });
    expect(proof.blocks[0].files).toEqual([
      { ref: said?.ref, mediaType: 'image/png', salt: salt.toString('base64'), id, record },
    ]);
  });

  it('is FHIR: a DocumentReference with type, size and hash, and a Binary', async () => {
    const bytes = pdfFile('For FHIR');
    const record = await fileDocument(doctor, 'PAT001', bytes, { note: 'As it came.' });
    const { rows } = await site.db.pool.query(
      "SELECT id FROM resource_version WHERE chain = $1 AND record = $2 AND type = 'DocumentReference'",
      [site.people.chart.chain, record],
    );
    const reference = (await patient.get(`/fhir/DocumentReference/${rows[0].id}`)).json();
    const { attachment } = reference.content[0];
    const hash = createHash('sha1').update(bytes).digest('base64');
    expect(attachment).toMatchObject({ contentType: 'application/pdf', size: bytes.length, hash });
    const binary = await patient.get(`/fhir/${attachment.url}`);
    expect(binary.rawPayload.equals(bytes)).toBe(true);
    expect(binary.headers['content-type']).toBe('application/pdf');
  });

  it('is a line of the timeline, a page, and in the access log', async () => {
    const record = await fileDocument(doctor, 'PAT001', pdfFile(), { title: 'Letter of the ward', note: 'Two pages.' });
    const list = await patient.get('/patients/PAT001/records?type=document');
    expect(list.body).toContain('Letter of the ward');
    const page = await patient.get(`/patients/PAT001/records/${record}`);
    expect(page.body).toContain('Two pages.');
    expect(page.headers['content-security-policy']).toContain("frame-src 'self'");
    await patient.get(await addressOf(record));
    await doctor.get(`${await addressOf(record)}/download`);
    const log = (await patient.get('/access/log')).body;
    expect(log).toContain(`opened the file of`);
    expect(log).toContain('downloaded the file of');
  });
});

describe('a file that is refused', () => {
  const html = Buffer.from(`<html><script>alert(1)</script>${' '.repeat(200)}`);
  const svg = Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)">${' '.repeat(200)}</svg>`);
  const polyglot = Buffer.concat([pdfFile().subarray(0, 128), Buffer.from('DICM'), pdfFile()]);
  const program = dicomFile();
  program.write('MZ');
  const zipped = Buffer.concat([Buffer.from('PK\u0003\u0004'), Buffer.alloc(200)]);
  it.each([
    ['HTML that calls itself a picture', html, 'picture.png', 'file-type'],
    ['SVG that calls itself JPEG', svg, 'picture.jpg', 'file-type'],
    ['a ZIP that calls itself PDF', zipped, 'letter.pdf', 'file-type'],
    ['PDF and DICOM at once', polyglot, 'both.pdf', 'file-type'],
    ['a program in the preamble of DICOM', program, 'image.dcm', 'file-type'],
    ['a PDF that begins late', Buffer.concat([Buffer.from('\n'), pdfFile()]), 'letter.pdf', 'file-type'],
    ['one byte', Buffer.of(0x25), 'letter.pdf', 'file-type'],
    ['nothing', Buffer.alloc(0), 'letter.pdf', 'file-empty'],
    ['half a PDF', pdfFile('Half', 5000).subarray(0, 3000), 'letter.pdf', 'file-cut-off'],
    ['half a PNG', pngFile().subarray(0, -12), 'picture.png', 'file-cut-off'],
    ['one byte too many', pdfFile('Long', 2 * 1024 * 1024), 'letter.pdf', 'file-too-large'],
  ])('%s', async (_, bytes, name, code) => {
    const before = await objects();
    const answer = await sendUpload(doctor, 'PAT001', { bytes, name });
    expect(answer.json()).toMatchObject({ code });
    expect(answer.statusCode).toBe(code === 'file-too-large' ? 413 : 422);
    if (code === 'file-too-large') expect(answer.json().params).toEqual({ max: '2' });
    expect(await objects()).toEqual(before);
    expect(await readdir(site.files.incoming)).toEqual([]);
  });

  it('is said at the field, and what was typed is still there', async () => {
    const form = documentForm({ title: 'Echo of the heart', note: 'Seen on the ward.' });
    const answer = await doctor.postForm(FORM, form, { bytes: html, name: 'echo.pdf' });
    expect(answer.statusCode).toBe(422);
    expect(answer.body).toContain('This is none of PDF, JPEG, PNG and DICOM');
    expect(answer.body).toContain('value="Echo of the heart"');
    expect(answer.body).toContain('Seen on the ward.');
  });

  it('keeps a good file where something else is wrong, for the next attempt', async () => {
    const bytes = pdfFile('Kept');
    const first = await doctor.postForm(FORM, documentForm({ title: '' }), { bytes, name: 'kept.pdf' });
    expect(first.statusCode).toBe(422);
    expect(first.body).toContain('kept.pdf');
    const [, upload = ''] = /name="upload" value="([^"]+)"/.exec(first.body) ?? [];
    const second = await doctor.postForm(FORM, documentForm({ upload }));
    expect(second.statusCode).toBe(303);
  });

  it('no file at all', async () => {
    const answer = await doctor.postForm(FORM, documentForm());
    expect(answer.statusCode).toBe(422);
    expect(answer.body).toContain('Choose a file.');
  });

  it('a form without its token, before any of the file is read', async () => {
    const before = await rowsOf('upload');
    const answer = await doctor.postForm(FORM, { ...documentForm(), _csrf: 'wrong' }, { bytes: pdfFile() });
    expect(answer.statusCode).toBe(403);
    expect(await rowsOf('upload')).toBe(before);
    expect(await readdir(site.files.incoming)).toEqual([]);
  });

  it('a form of another kind', async () => {
    expect((await doctor.post(FORM, documentForm())).statusCode).toBe(422);
  });
});

describe('names', () => {
  it.each([
    ['../../etc/passwd', 'passwd'],
    ['C:\\\\scans\\\\letter.pdf', 'letter.pdf'],
    ['letter\u202efdp.exe', 'letterfdp.exe'],
    ['\u0001\u0007', 'file'],
    ['क्‍ष.pdf', 'क्‍ष.pdf'],
    [`${'x'.repeat(300)}.pdf`, 'x'.repeat(100)],
  ])('%j is shown as %j and decides nothing', async (name, shown) => {
    const answer = await sendUpload(doctor, 'PAT001', { bytes: pdfFile(), name });
    expect(answer.statusCode).toBe(201);
    expect(answer.json().name).toBe(shown);
    expect(answer.json().type).toBe('application/pdf');
  });
});

describe('an upload', () => {
  const uploadOf = async (browser: Browser, number = 'PAT001') =>
    (await sendUpload(browser, number, { bytes: pdfFile() })).json().id as string;

  it('goes into one record, of two who want it at once', async () => {
    const upload = await uploadOf(doctor);
    const answers = await Promise.all([1, 2].map(() => doctor.postForm(FORM, documentForm({ upload }))));
    expect(answers.map(({ statusCode }) => statusCode).sort()).toEqual([303, 422]);
    expect(answers.find(({ statusCode }) => statusCode === 422)?.body).toContain('no longer waiting here');
  });

  it('makes one record of a form that is sent twice', async () => {
    const form = documentForm({ upload: await uploadOf(doctor) });
    const [first, second] = [await doctor.postForm(FORM, form), await doctor.postForm(FORM, form)];
    expect(second.statusCode).toBe(303);
    expect(second.headers.location).toBe(first.headers.location);
  });

  it('is nobody else’s, and no other patient’s', async () => {
    const staff = await site.as(site.people.staff);
    const upload = await uploadOf(doctor);
    const others = [await staff.postForm(FORM, documentForm({ upload }))];
    others.push(await doctor.postForm('/patients/PAT002/records/document', documentForm({ upload })));
    for (const answer of others) {
      expect(answer.statusCode).toBe(422);
      expect(answer.body).toContain('no longer waiting here');
    }
  });

  it('is gone after a day, with its bytes, and cannot be claimed before that happens', async () => {
    const upload = await uploadOf(doctor);
    const { rows } = await site.db.pool.query('SELECT object FROM upload WHERE id = $1', [upload]);
    site.clock.offset += 86_400_001;
    try {
      const place = { chain: site.people.chart.chain, account: site.people.doctor.account };
      const claim = transaction(site.db, (tx) =>
        claimUploads(tx, site.ledger, place, [upload], { record: 1, blockSeq: 1 }),
      );
      await expect(claim).rejects.toMatchObject({ code: 'file-gone' });
      await removeOldUploads(site);
      expect(await rowsOf('upload')).toBe(0);
      expect(await objects()).not.toContain(rows[0].object);
    } finally {
      site.clock.offset = 0;
    }
  });

  it('is one of fifty at most that wait for the same person', async () => {
    const staff = await site.as(site.people.staff);
    const seed = await uploadOf(doctor);
    await site.db.pool.query(
      `INSERT INTO upload SELECT chain, id || n, $1, name, media_type, length, salt, commitment, sha1, object, sealed_key, created_at
       FROM upload, generate_series(1, 50) n WHERE id = $2`,
      [site.people.staff.account, seed],
    );
    const answer = await sendUpload(staff, 'PAT001', { bytes: pdfFile() });
    expect(answer.json()).toEqual({ code: 'file-too-many', params: { count: '50' } });
    await site.db.pool.query('DELETE FROM upload WHERE account = $1', [site.people.staff.account]);
  });
});

describe('who reads', () => {
  it('whoever may read the record, and nobody who knows an address', async () => {
    const { people } = site;
    const record = await fileDocument(doctor, 'PAT001', pdfFile());
    const address = await addressOf(record);
    const all = [address, `${address}/download`, `/fhir/Binary/${(await fileOf(record)).id}`];
    const statuses = async (browser: Browser) => {
      const answers = [];
      for (const one of all) answers.push((await browser.get(one)).statusCode);
      return answers;
    };
    expect(await statuses(stranger)).toEqual([404, 404, 404]);
    const scope = { types: null, records: [record], from: null, to: null };
    const id = await grant(site, people.patient, people.otherDoctor, { scope });
    expect(await statuses(stranger)).toEqual([200, 200, 200]);
    await revoke(site, people.patient, id);
    expect(await statuses(stranger)).toEqual([404, 404, 404]);
    await grant(site, people.patient, people.otherDoctor, { scope });
    await withholdRecord(site, people.patient, people.chart.chain, record);
    expect(await statuses(stranger)).toEqual([404, 404, 404]);
    expect(await statuses(patient)).toEqual([200, 200, 200]);
    const administrator = await site.as(people.administrator);
    expect((await administrator.get(address)).statusCode).toBe(404);
  });

  it('not through another record, nor another patient', async () => {
    const record = await fileDocument(doctor, 'PAT001', pdfFile());
    const { id } = await fileOf(record);
    const other = await fileDocument(doctor, 'PAT001', pdfFile());
    const elsewhere = await fileDocument(doctor, 'PAT002', pdfFile());
    for (const address of [
      `/patients/PAT001/records/${other}/files/${id}`,
      `/patients/PAT002/records/${elsewhere}/files/${id}`,
      `/patients/PAT001/records/${record}/files/${'0'.repeat(12)}-${'0'.repeat(20)}`,
      `/patients/PAT001/records/${record}/files/..%2f..%2fsecret`,
      `/patients/PAT001/records/${record}/files/${(await fileOf(record)).object}`,
      `/patients/PAT001/records/${record}/files/${id}/picture`,
    ])
      expect((await doctor.get(address)).statusCode).toBe(404);
  });
});

describe('ranges', () => {
  const bytes = pdfFile('Ranges', 200_000);
  let address: string;
  beforeAll(async () => {
    const browser = await site.as(site.people.doctor);
    address = await addressOf(await fileDocument(browser, 'PAT001', bytes));
  });

  it.each([
    ['bytes=0-99', 0, 100],
    ['bytes=65530-65545', 65_530, 65_546],
    ['bytes=131072-', 131_072, bytes.length],
    ['bytes=-10', bytes.length - 10, bytes.length],
    [`bytes=0-${10 ** 12}`, 0, bytes.length],
  ])('%s gives that part', async (range, start, end) => {
    const answer = await doctor.get(address, { range });
    expect(answer.statusCode).toBe(206);
    expect(answer.headers['content-range']).toBe(`bytes ${start}-${end - 1}/${bytes.length}`);
    expect(answer.rawPayload.equals(bytes.subarray(start, end))).toBe(true);
  });

  it.each([['bytes=999999999-'], ['bytes=-0']])('%s is answered with how long it is', async (range) => {
    const answer = await doctor.get(address, { range });
    expect(answer.statusCode).toBe(416);
    expect(answer.headers['content-range']).toBe(`bytes */${bytes.length}`);
  });

  it.each([['bytes=9-2'], ['bytes=0-1,5-6'], ['lines=0-1'], ['bytes=x'], [`bytes=${'0-0,'.repeat(500)}0-0`]])(
    '%s is answered with the whole',
    async (range) => {
      const answer = await doctor.get(address, { range });
      expect(answer.statusCode).toBe(200);
      expect(answer.rawPayload.length).toBe(bytes.length);
    },
  );

  it('the parts of one reading are one line of the access log', async () => {
    const count = async () =>
      (await site.db.pool.query("SELECT count(*)::int AS n FROM access_log WHERE action = 'view-file'")).rows[0].n;
    await doctor.get(address, { range: 'bytes=0-9' });
    const before = await count();
    for (const range of ['bytes=10-19', 'bytes=20-29']) await doctor.get(address, { range });
    expect(await count()).toBe(before);
    await doctor.get(address);
    expect(await count()).toBe(before + 1);
  });
});

describe('stored bytes that are not what was recorded', () => {
  const words = async (record: number) => (await patient.get(`/patients/PAT001/records/${record}`)).body;
  afterEach(async () => expect(await found()).toEqual([]));
  const found = async () =>
    (await verifyFiles(site.db, site.files)).problems.map(({ where, message }) => `${where}: ${message}`);

  async function damaged(
    work: (path: string) => Promise<void>,
    mend: (path: string) => Promise<void>,
    said: string,
    problem: RegExp,
  ) {
    const record = await fileDocument(doctor, 'PAT001', pdfFile('Damaged', 150_000));
    const path = objectPath(await fileOf(record));
    await work(path);
    try {
      expect(await words(record)).toContain(said);
      expect((await patient.get(await addressOf(record))).statusCode).toBe(410);
      expect((await patient.get(await addressOf(record), { range: 'bytes=70000-70010' })).statusCode).toBe(410);
      expect(await found()).toEqual([expect.stringMatching(problem)]);
    } finally {
      await mend(path);
    }
    expect(await found()).toEqual([]);
    expect((await patient.get(await addressOf(record))).statusCode).toBe(200);
  }

  it('one altered byte', async () => {
    const flip = async (path: string) => {
      const bytes = await readFile(path);
      bytes[70_005] = (bytes[70_005] ?? 0) ^ 1;
      await writeFile(path, bytes);
    };
    await damaged(flip, flip, 'The file is not what was recorded', /^PAT001-REC\d+: Its file is not what was recorded/);
  });

  it('a file that is gone', async () => {
    const away = async (path: string) => rename(path, `${path}.away`);
    const back = async (path: string) => rename(`${path}.away`, path);
    await damaged(away, back, 'The file is missing', /^PAT001-REC\d+: Its file is gone/);
  });

  it('two files that changed places', async () => {
    const records = [
      await fileDocument(doctor, 'PAT001', pdfFile('One')),
      await fileDocument(doctor, 'PAT001', pdfFile('Two')),
    ];
    const paths = [];
    for (const record of records) paths.push(objectPath(await fileOf(record)));
    const [one = '', two = ''] = paths;
    const swap = async () => {
      await rename(one, `${one}.swap`);
      await rename(two, one);
      await rename(`${one}.swap`, two);
    };
    await swap();
    for (const record of records) expect(await words(record)).toContain('The file is not what was recorded');
    expect(await found()).toHaveLength(2);
    await swap();
    expect(await found()).toEqual([]);
  });

  it('an object that nothing names', async () => {
    const stray = '0'.repeat(64);
    const path = join(site.files.incoming, 'stray');
    await writeFile(path, 'stray');
    await site.files.store.put(stray, path);
    expect(await found()).toEqual([`the store of files: Nothing names the object ${stray}.`]);
    await rm(join(site.files.incoming, '..', 'objects', '00', stray));
  });
});

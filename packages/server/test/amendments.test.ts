// Amending records over HTTP, comparing their versions, and marking them as entered in error.

import { type DefinedType, definitions } from '@patrec/fhir';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Actor } from '../src/access/actor.ts';
import { documentForm, fileDocument } from './support/document-forms.ts';
import { broken, emergencyDoctor } from './support/emergencies.ts';
import { endSound } from './support/end-sound.ts';
import { formIn } from './support/forms.ts';
import { EVERY_RECORD, grant } from './support/permissions.ts';
import { amendedFields, recordForm, recordForms } from './support/record-forms.ts';
import { pdfFile } from './support/sample-files.ts';
import { withRefusedEvent } from './support/tables.ts';
import { type Browser, startTestServer, type TestServer } from './support/test-server.ts';

let site: TestServer;
let doctor: Browser;
let reader: Browser;
let staff: Browser;
let patient: Browser;

beforeAll(async () => {
  site = await startTestServer();
  const { people, as } = site;
  await grant(site, people.patient, people.otherDoctor, { scope: EVERY_RECORD });
  const all = [people.doctor, people.otherDoctor, people.staff, people.patient];
  [doctor, reader, staff, patient] = (await Promise.all(all.map((one) => as(one)))) as [
    Browser,
    Browser,
    Browser,
    Browser,
  ];
});
afterAll(() => endSound(site));

const reason = 'The value was read from the wrong line.';
const write = async (type: DefinedType, who = doctor, more: Record<string, string> = {}): Promise<string> => {
  const answer = await who.post(`/patients/PAT001/records/${type}`, recordForm(type, more));
  expect([answer.statusCode, answer.statusCode === 303 ? '' : answer.body]).toEqual([303, '']);
  return String(answer.headers.location).split('?')[0] ?? '';
};
const amend = async (address: string, version: number, more: Record<string, string>, who = doctor) => {
  const page = await who.get(`${address}/versions/${version}/amend`);
  expect(page.statusCode).toBe(200);
  return who.post(`${address}/versions/${version}/amend`, { ...formIn(page.body), reason, ...more });
};
const mark = async (address: string, version: number, more: Record<string, string> = {}) => {
  const { body } = await doctor.get(`${address}/versions/${version}/in-error`);
  const nonce = /name="nonce" value="([0-9a-f]{32})"/.exec(body)?.[1] ?? '';
  return doctor.post(`${address}/versions/${version}/in-error`, { reason, nonce, ...more });
};
const rowsOf = async (sql: string, ...values: unknown[]) => (await site.db.pool.query(sql, values)).rows;
const numberOf = (address: string) => Number(address.split('/').at(-1));
const trend = async (code: string) => (await patient.get(`/patients/PAT001/trends/${code}`)).body;

test.each(['laboratory', 'prescription'] as const)(
  'a %s record is amended by its own form, which holds what it says; the version before stays readable',
  async (type) => {
    const { name, value, shown } = amendedFields[type];
    const was = recordForms[type][name] ?? '';
    const address = await write(type);
    const page = await doctor.get(`${address}/versions/1/amend`);
    for (const [field, typed] of Object.entries(recordForms[type]))
      expect([field, formIn(page.body)[field]]).toEqual([field, typed]);
    const wordless = await doctor.post(`${address}/versions/1/amend`, { ...formIn(page.body), [name]: value });
    expect(wordless.statusCode).toBe(422);
    expect(wordless.body).toContain('id="reason-error"');
    expect(formIn(wordless.body)[name]).toBe(value);
    const saved = await amend(address, 1, { [name]: value });
    expect(saved.headers.location).toBe(`${address}?notice=record-amended`);
    const now = (await patient.get(address)).body;
    for (const words of [shown, reason, 'Version 2', 'superseded']) expect(now).toContain(words);
    const before = (await reader.get(`${address}/versions/1`)).body;
    for (const words of [was, reason, 'This is version 1. It was superseded by version 2'])
      expect(before).toContain(words);
    const changes = (await reader.get(`${address}/versions/2/changes`)).body;
    expect(changes).toContain('Changed');
    expect(changes).toMatch(new RegExp(`<del[^>]*>${was}[^<]*</del>.*<ins[^>]*>${shown}[^<]*</ins>`, 's'));
  },
);

describe.each(definitions.map(({ type }) => type))('a %s record', (type) => {
  const { name } = amendedFields[type];
  const was = recordForms[type][name] ?? '';

  test('is marked as entered in error, and stays', async () => {
    const address = await write(type);
    expect((await mark(address, 1, { reason: ' ' })).statusCode).toBe(422);
    expect((await mark(address, 1)).headers.location).toBe(`${address}?notice=record-in-error`);
    const page = (await patient.get(address)).body;
    for (const words of ['Do not rely on it', reason, was]) expect(page).toContain(words);
    expect((await patient.get(`${address}/versions/1`)).body).toContain(was);
    const timeline = (await patient.get(`/patients/PAT001/records?type=${type}`)).body;
    expect(timeline).toMatch(new RegExp(`entry in-error.*${address}`, 's'));
    expect((await doctor.get(`${address}/versions/2/amend`)).statusCode).toBe(303);
    expect((await doctor.get(address)).body).not.toContain('/in-error"');
    const again = await doctor.post(`${address}/versions/2/in-error`, recordForm(type, { reason }));
    expect(again.statusCode).toBe(409);
  });
});

test('trends and timeline have what stands, and nothing else', async () => {
  const address = await write('laboratory', doctor, { haemoglobin: '7.77' });
  await amend(address, 1, { haemoglobin: '8.88', hba1c: '9.9' });
  expect(await trend('718-7')).toContain('8.88');
  expect(await trend('718-7')).not.toContain('7.77');
  await amend(address, 2, { haemoglobin: '' });
  expect(await trend('718-7')).not.toContain('8.88');
  expect(await trend('4548-4')).toContain('9.9');
  const page = (await patient.get(address)).body;
  expect(page).not.toContain('>8.88<');
  expect(page).not.toContain('Haemoglobin');
  await mark(address, 3);
  expect((await patient.get('/patients/PAT001/trends/4548-4')).statusCode).toBe(404);
});

test('what was entered in error is not in emergencies, in the banner, or on cards', async () => {
  const { people } = site;
  const helper: Actor = await emergencyDoctor(site, 'Dr. Helper');
  await broken(site, helper, people.chart.chain);
  const emergency = await site.as(helper);
  const view = async () => (await emergency.get('/patients/PAT001/emergency')).body;
  const card = async () => (await patient.get('/card/emergency')).body;
  const banner = async () => (await reader.get('/patients/PAT001/records')).body.split('<main')[0] ?? '';
  const shown = async (words: string) => [await view(), await card(), await banner()].join().includes(words);
  const diagnosis = await write('diagnosis', doctor, { diagnosis: 'Rare disorder' });
  const allergy = await write('general', doctor, { 'allergies.0.substance': 'Iodine' });
  expect([await shown('Rare disorder'), (await banner()).includes('Iodine')]).toEqual([true, true]);
  await mark(diagnosis, 1);
  await amend(allergy, 1, { 'allergies.0.substance': '', 'allergies.0.reaction': '' });
  expect([await shown('Rare disorder'), await shown('Iodine')]).toEqual([false, false]);
});

test('of two who amend at once the second is told, shown both, and keeps what was typed', async () => {
  const address = await write('laboratory');
  const { body } = await doctor.get(`${address}/versions/1/amend`);
  const other = formIn((await doctor.get(`${address}/versions/1/amend`)).body);
  const send = (form: Record<string, string>) => doctor.post(`${address}/versions/1/amend`, { ...form, reason });
  const answers = await Promise.all([
    send({ ...formIn(body), haemoglobin: '10.01' }),
    send({ ...other, haemoglobin: '10.02' }),
  ]);
  expect(answers.map(({ statusCode }) => statusCode).sort()).toEqual([303, 409]);
  const late = answers.find(({ statusCode }) => statusCode === 409);
  const typed = answers[0] === late ? '10.01' : '10.02';
  expect(formIn(late?.body ?? '')).toMatchObject({ haemoglobin: typed, reason });
  for (const words of ['10.01', '10.02', 'changed meanwhile']) expect(late?.body).toContain(words);
  expect(late?.body).toContain(`action="${address}/versions/2/amend"`);
  const third = await doctor.post(`${address}/versions/2/amend`, formIn(late?.body ?? ''));
  expect(third.statusCode).toBe(303);
  expect(
    await rowsOf(
      'SELECT version FROM record WHERE chain = $1 AND number = $2',
      site.people.chart.chain,
      numberOf(address),
    ),
  ).toEqual([{ version: 3 }]);
});

test('a scanned document is amended by what is said of it; its file stays, and nobody else amends it', async () => {
  const file = pdfFile('Letter');
  const address = `/patients/PAT001/records/${await fileDocument(staff, 'PAT001', file, { title: 'Leter' })}`;
  const form = {
    ...documentForm({ title: 'Letter', date: '2026-09-30', kind: 'consultation', note: 'Seen.' }),
    reason,
  };
  const send = (more: Record<string, string>, version = 1, who = staff) =>
    who.post(`${address}/versions/${version}/amend`, { ...form, ...more });
  const page = await staff.get(`${address}/versions/1/amend`);
  for (const words of ['value="Leter"', 'value="2026-10-01"', 'The file stays']) expect(page.body).toContain(words);
  for (const more of [{ reason: '' }, { title: ' ' }, { date: '2099-01-01' }, { kind: 'x' }]) {
    const refused = await send({ note: 'Kept.', ...more });
    expect([refused.statusCode, refused.body.includes('Kept.')]).toEqual([422, true]);
  }
  expect((await send({}, 1, doctor)).statusCode).toBe(404);
  const nonces = ['a', 'b'].map((one) => one.repeat(32));
  const answers = await Promise.all(nonces.map((nonce) => send({ nonce, title: `Letter ${nonce[0]}` })));
  expect(answers.map(({ statusCode }) => statusCode).sort()).toEqual([303, 409]);
  const late = answers.find(({ statusCode }) => statusCode === 409)?.body ?? '';
  for (const words of ['Letter a', 'Letter b', 'changed meanwhile', `action="${address}/versions/2/amend"`])
    expect(late).toContain(words);
  expect((await send({ nonce: 'c'.repeat(32) }, 2)).headers.location).toBe(`${address}?notice=record-amended`);
  const now = (await patient.get(address)).body;
  for (const words of ['Letter', 'Consultation', 'Seen.', 'Version 3', reason]) expect(now).toContain(words);
  const [, download = ''] = /href="([^"]*\/download)"/.exec(now) ?? [];
  expect((await patient.get(download)).rawPayload.equals(file)).toBe(true);
  expect((await patient.get(`${address}/versions/1`)).body).toContain('Leter');
  const changes = (await patient.get(`${address}/versions/3/changes?since=1`)).body;
  expect(changes).toMatch(/<del[^>]*>Leter<\/del>.*<ins[^>]*>Letter<\/ins>/s);
  expect(changes).toMatch(/<del[^>]*>Discharge summary<\/del>.*<ins[^>]*>Consultation<\/ins>/s);
});

test('what was typed is kept where the record was marked as entered in error meanwhile', async () => {
  const address = await write('laboratory');
  const form = formIn((await doctor.get(`${address}/versions/1/amend`)).body);
  await mark(address, 1);
  const late = await doctor.post(`${address}/versions/1/amend`, { ...form, reason, haemoglobin: '11.11' });
  expect(late.statusCode).toBe(409);
  expect(late.body).toContain('marked as entered in error meanwhile');
  expect(formIn(late.body).haemoglobin).toBe('11.11');
});

test('a form that is sent twice makes one version, and so does one that is sent again later', async () => {
  const address = await write('general');
  const form = { ...formIn((await doctor.get(`${address}/versions/1/amend`)).body), reason, weight: '60.5' };
  const answers = await Promise.all([1, 2].map(() => doctor.post(`${address}/versions/1/amend`, form)));
  const again = await doctor.post(`${address}/versions/1/amend`, form);
  expect([...answers, again].map(({ statusCode }) => statusCode)).toEqual([303, 303, 303]);
  const first = recordForm('laboratory');
  const made = await doctor.post('/patients/PAT001/records/laboratory', first);
  const at = String(made.headers.location).split('?')[0] ?? '';
  await amend(at, 1, { haemoglobin: '10.9' });
  const repeated = await doctor.post('/patients/PAT001/records/laboratory', first);
  expect(repeated.headers.location).toBe(made.headers.location);
  const versions = await rowsOf(
    'SELECT version FROM record WHERE chain = $1 AND number IN ($2, $3)',
    site.people.chart.chain,
    numberOf(address),
    numberOf(at),
  );
  expect(versions).toEqual([{ version: 2 }, { version: 2 }]);
});

test('nobody amends what somebody else wrote, and nobody learns that it is there', async () => {
  const [ofDoctor, ofStaff] = [await write('laboratory'), await write('laboratory', staff)];
  const tries: [Browser, string][] = [
    [reader, ofDoctor],
    [staff, ofDoctor],
    [doctor, ofStaff],
    [patient, ofDoctor],
  ];
  for (const [who, address] of tries)
    for (const act of ['amend', 'in-error']) {
      expect((await who.get(`${address}/versions/1/${act}`)).statusCode).toBe(404);
      const sent = recordForm('laboratory', { reason });
      expect((await who.post(`${address}/versions/1/${act}`, sent)).statusCode).toBe(404);
    }
  for (const page of [reader, patient]) expect((await page.get(ofDoctor)).body).not.toContain('/amend"');
  const mine = await staff.get(`${ofStaff}/versions/1/amend`);
  expect(mine.statusCode).toBe(200);
});

test('an address of what there is not, or of another patient, is answered like any other', async () => {
  const address = await write('laboratory');
  const foreign = address.replace('PAT001', 'PAT002');
  for (const url of [
    `${foreign}/versions/1`,
    `${address}/versions/2`,
    `${address}/versions/0`,
    `${address}/versions/x`,
    `${address}/versions/1/changes`,
    `${address}/versions/1/changes?since=1`,
    `${address}/versions/1/changes?since=99`,
  ])
    expect([url, (await doctor.get(url)).statusCode]).toEqual([url, 404]);
  expect((await doctor.get(`${address}/versions/9/amend`)).headers.location).toBe(address);
});

test('a reason that is empty, endless or no text is refused with the form as it was', async () => {
  const address = await write('laboratory');
  for (const wrong of ['', ' \n', 'x'.repeat(501), 'bell \u0007'])
    for (const act of ['amend', 'in-error']) {
      const answer = await doctor.post(`${address}/versions/1/${act}`, recordForm('laboratory', { reason: wrong }));
      expect([wrong.slice(0, 9), answer.statusCode]).toEqual([wrong.slice(0, 9), 422]);
    }
  const lines = await doctor.post(`${address}/versions/1/amend`, recordForm('prescription', { more: 'medicines' }));
  expect(lines.statusCode).toBe(200);
});

test('without its event there is no amendment, and nothing of it stays', async () => {
  const address = await write('laboratory');
  const number = numberOf(address);
  await withRefusedEvent(site.db, 'amend-record', async () => {
    expect((await amend(address, 1, { haemoglobin: '10.55' })).statusCode).toBeGreaterThanOrEqual(500);
  });
  const { chain } = site.people.chart;
  expect(await rowsOf('SELECT version FROM record WHERE chain = $1 AND number = $2', chain, number)).toEqual([
    { version: 1 },
  ]);
  expect(await trend('718-7')).not.toContain('10.55');
});

test('the patient finds both in the access log, and the chain names the record', async () => {
  await site.settle();
  const log = (await patient.get('/access/log?kind=entries')).body;
  expect(log).toMatch(/amended .*PAT001-REC/s);
  expect(log).toMatch(/marked .*PAT001-REC.* as entered in error/s);
  const blocks = await rowsOf(
    "SELECT convert_from(statement, 'UTF8')::json ->> 'baseHead' AS base FROM block WHERE type = 'amendment'",
  );
  expect(blocks.every(({ base }) => /^[0-9a-f]{64}$/.test(base))).toBe(true);
});

test('a form fills in what is empty from the last record of its kind, says from which, and saves nothing', async () => {
  const address = await write('prescription', doctor, {
    'medicines.0.drug': 'Telmisartan',
    prescribedAt: '2026-11-01T08:30',
  });
  await mark(await write('prescription', doctor, { 'medicines.0.drug': 'Wrong', prescribedAt: '2026-11-02T08:30' }), 1);
  const fill = (who: Browser, type: DefinedType, more: Record<string, string>) =>
    who.post(`/patients/PAT001/records/${type}`, { nonce: recordForm(type).nonce ?? '', from: 'last', ...more });
  const filled = (await fill(doctor, 'prescription', { 'prescribed-for': 'Pressure', prescribedAt: '' })).body;
  expect(filled).toContain(`Filled in from PAT001-REC${numberOf(address)} of 01-Nov-2026`);
  expect(formIn(filled)).toMatchObject({ 'medicines.0.drug': 'Telmisartan', 'prescribed-for': 'Pressure' });
  expect(formIn(filled).prescribedAt).not.toContain('2026-11-01');
  const kept = formIn((await fill(doctor, 'prescription', { 'medicines.0.drug': 'Amlodipine' })).body);
  expect(kept).toMatchObject({ 'medicines.0.drug': 'Amlodipine', 'medicines.0.dose': '' });
  const nobodys = (await fill(staff, 'cardiac', {})).body;
  expect(nobodys).toContain('There is no earlier record of this kind that you may read.');
  expect(formIn(nobodys)['qtc-interval']).toBe('');
});

test('a correction that was accepted leads to what was amended, once it was', async () => {
  const address = await write('laboratory', doctor, { haemoglobin: '5.55' });
  const asked = await patient.get(`${address}/correction`);
  const nonce = /name="nonce" value="([0-9a-f]{32})"/.exec(asked.body)?.[1] ?? '';
  await patient.post(`${address}/correction`, { wrong: 'The value', should: '15.5', nonce });
  const [row] = await rowsOf("SELECT id FROM correction WHERE state = 'asked'");
  await doctor.post(`/corrections/${row.id}/answer`, { decision: 'accept', answer: 'You are right.' });
  const link = `href="${address}/versions/2/changes"`;
  expect((await patient.get('/corrections')).body).not.toContain(link);
  await amend(address, 1, { haemoglobin: '15.5' });
  expect((await patient.get('/corrections')).body).toContain(link);
  expect((await doctor.get(`/corrections/${row.id}`)).body).toContain(link);
});

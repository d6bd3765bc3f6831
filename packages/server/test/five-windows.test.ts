// Five people at once in five windows of real Chromium: two doctors, a patient, her guardian and an administrator.

import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { grantsOfPatient } from '../src/access/grant-store.ts';
import { verifyStore } from '../src/operations/verify/verify-store.ts';
import { clinicalDay } from '../src/records/clinical-time.ts';
import { signIn, textOf } from './support/chromium.ts';
import { WHAT_HAPPENED } from './support/emergencies.ts';
import { totpCode } from './support/factors.ts';
import { writeLaboratory } from './support/laboratory-record.ts';
import { type OpenSite, openSite, untilLogged } from './support/open-site.ts';
import {
  askOnPage,
  authoriseOnPage,
  breakGlassOnPage,
  inDays,
  inviteOnPage,
  reviewOnPage,
  setUpAppOnPage,
  writeOnPage,
} from './support/page-acts.ts';

const RECORDS = '/patients/PAT001/records';
const FINDING = 'The doctor on duty had nobody to ask.';
const NOTHING = 'There is nothing here that you may see';
const PROOF_AGES_MS = 6 * 60_000;

let site: OpenSite;
let doctor: Page;
let emergencyDoctor: Page;
let patient: Page;
let guardian: Page;
let administrator: Page;
/** Which of the two answered the request. */
let winner: Page;

beforeAll(async () => {
  site = await openSite();
  const { staff, chart } = site.people;
  for (const [day, haemoglobin] of [
    ['2026-06-01', '9.10'],
    ['2026-10-05', '10.20'],
    ['2026-10-12', '11.30'],
  ])
    await writeLaboratory(site, staff, chart, { collectedAt: `${day}T08:30`, haemoglobin: String(haemoglobin) });
  [doctor, emergencyDoctor, administrator] = [await desk(), await desk(), await desk()];
  [patient, guardian] = [await site.window('phone'), await site.window('phone')];
});
afterAll(() => site.close());

const desk = () => site.window('desktop');
const statusOf = async (page: Page, path: string) => (await page.goto(path))?.status();
const clickRecord = (page: Page, number: number) => page.locator(`a[href="${RECORDS}/${number}"]`).click();
const seesNothing = (page: Page) => page.getByRole('heading', { name: NOTHING }).waitFor();
const mark = (page: Page) => page.evaluate(() => Object.assign(window, { sameDocument: true }) && undefined);
const isSame = (page: Page) => page.evaluate(() => 'sameDocument' in window);
async function logOf(kind: string): Promise<string> {
  await patient.goto(`/access/log?what=${kind}`);
  return (await textOf(patient)).replaceAll(/\s+/g, ' ');
}

test('all five sign in at once, and each sees their own page', async () => {
  const people = [
    [doctor, 'DOC1', 'Dr. Meera Iyer'],
    [emergencyDoctor, 'DOC2', 'Dr. Arjun Rao'],
    [patient, 'PAT001', 'Hello, Lakshmi Narayanan'],
    [guardian, 'PAT002', 'Hello, Asha Verma'],
    [administrator, 'ADM1', 'Overview'],
  ] as const;
  await Promise.all(people.map(([page, login]) => signIn(page, login)));
  for (const [page, , heading] of people) expect(await page.locator('h1').innerText()).toBe(heading);
});

test('a doctor is authorised, another asks for access and a guardian is invited, at once', async () => {
  site.clock.offset += PROOF_AGES_MS;
  await Promise.all([
    authoriseOnPage(administrator, 'DOC2'),
    askOnPage(doctor, 'To adjust the medicines'),
    inviteOnPage(patient, 'PAT002', '1991-02-03'),
  ]);
  expect(await textOf(administrator)).toMatch(/Authorised \(1\)\s+AR\s+Dr\. Arjun Rao/);
  expect(await textOf(doctor)).toContain('Waiting for the patient (1)');
  expect(await textOf(patient)).toMatch(/Asha Verma[\s\S]*Waiting for the answer[\s\S]*Complete access/);
});

test('a request comes into the patient’s list without a reload while the guardian accepts', async () => {
  await patient.goto('/access');
  await mark(patient);
  const accept = async () => {
    await guardian.goto('/');
    await guardian.getByRole('link', { name: 'Answer the invitation of Lakshmi Narayanan' }).click();
    await guardian.getByRole('button', { name: 'Accept', exact: true }).click();
    await guardian.waitForURL(/guardian-accepted/);
  };
  await Promise.all([
    accept(),
    askOnPage(emergencyDoctor, 'A second opinion'),
    patient.getByText('A second opinion').waitFor(),
  ]);
  expect(await textOf(patient)).toContain('2 requests need your answer');
  expect(await textOf(patient)).toContain('To adjust the medicines');
  expect(await isSame(patient)).toBe(true);
});

test('the patient and the guardian answer one request at once: one does, the other is told', async () => {
  const openRequest = async (page: Page, access: string, days: number) => {
    await page.goto(access);
    const request = page.getByRole('article').filter({ hasText: 'Dr. Meera Iyer' });
    await request.getByRole('link', { name: 'See details' }).click();
    await page.getByLabel('From', { exact: true }).fill('2026-10-01');
    await page.getByLabel('Access ends on').fill(inDays(days));
  };
  await Promise.all([openRequest(patient, '/access', 7), openRequest(guardian, '/for/PAT001/access', 20)]);
  const approve = async (page: Page) => {
    const answered = page.waitForResponse((answer) => answer.request().method() === 'POST');
    await page.getByRole('button', { name: 'Approve', exact: true }).click();
    return (await answered).status();
  };
  const statuses = await Promise.all([approve(patient), approve(guardian)]);
  expect([...statuses].sort()).toEqual([303, 409]);
  const patientWon = statuses[0] === 303;
  winner = patientWon ? patient : guardian;
  await winner.waitForURL(/notice=granted/);
  await (patientWon ? guardian : patient).getByRole('heading', { name: 'Somebody else was faster' }).waitFor();
  const given = await grantsOfPatient(site.db, site.people.chart.chain);
  expect(given.map(({ until }) => clinicalDay(until))).toEqual([inDays(patientWon ? 7 : 20)]);
});

test('the doctor sees at once that access was given, and reads what was given and no more', async () => {
  await doctor
    .getByRole('row', { name: /Lakshmi Narayanan/ })
    .getByRole('link')
    .click();
  const list = await textOf(doctor);
  for (const label of ['PAT001-REC2', 'PAT001-REC3']) expect(list).toContain(label);
  expect(list).not.toContain('PAT001-REC1');
  expect(await statusOf(doctor, `${RECORDS}/1`)).toBe(404);
  expect(await statusOf(doctor, `${RECORDS}/2`)).toBe(200);
  expect(await textOf(doctor)).toContain('10.2');
});

test('a record is written, another withheld and a request refused at once', async () => {
  await Promise.all([doctor.goto('/'), patient.goto(`${RECORDS}/3/withhold`), guardian.goto('/for/PAT001/access')]);
  const withhold = async () => {
    await patient.getByRole('button', { name: 'Withhold now' }).click();
    await patient.waitForURL(/notice=withheld/);
  };
  const refuse = async () => {
    await guardian.getByRole('button', { name: 'Deny the request of Dr. Arjun Rao' }).click();
    await guardian.waitForURL(/notice=denied/);
  };
  const write = writeOnPage(doctor, { Haemoglobin: '12.40' }, '2026-10-28T09:45');
  const [path] = await Promise.all([write, withhold(), refuse()]);
  expect(path).toBe(`${RECORDS}/4`);
  expect(await statusOf(doctor, `${RECORDS}/3`)).toBe(404);
  await doctor.goto(RECORDS);
  expect((await textOf(doctor)).match(/PAT001-REC\d/g)).toEqual(['PAT001-REC4', 'PAT001-REC2']);
  expect(await statusOf(patient, `${RECORDS}/4`)).toBe(200);
  expect(await textOf(patient)).toContain('12.4');
});

test('a doctor breaks the glass by two factors, and patient and guardian are shown it without a reload', async () => {
  const key = await setUpAppOnPage(emergencyDoctor, (made) => totpCode(site, made));
  await Promise.all([patient.goto('/access'), guardian.goto('/')]);
  await Promise.all([patient, guardian].map(mark));
  site.clock.offset += PROOF_AGES_MS;
  await Promise.all([
    breakGlassOnPage(emergencyDoctor, totpCode(site, key)),
    patient.getByText('Dr. Arjun Rao DOC2 (Cardiology, Sunrise Clinic) has opened this record').waitFor(),
    guardian.getByText('The record of Lakshmi Narayanan is open in an emergency').waitFor(),
  ]);
  expect(await textOf(patient)).toContain(WHAT_HAPPENED);
  expect(await Promise.all([patient, guardian].map(isSame))).toEqual([true, true]);
});

test('the doctor reads everything but what is withheld, until the patient ends it', async () => {
  expect(await statusOf(emergencyDoctor, `${RECORDS}/1`)).toBe(200);
  expect(await textOf(emergencyDoctor)).toContain('9.1');
  expect(await statusOf(emergencyDoctor, `${RECORDS}/3`)).toBe(404);
  await emergencyDoctor.goto(RECORDS);
  const labels = (await textOf(emergencyDoctor)).match(/PAT001-REC\d/g);
  expect(labels).toEqual(['PAT001-REC4', 'PAT001-REC2', 'PAT001-REC1']);
  await patient.getByRole('button', { name: 'End it now: the emergency access of Dr. Arjun Rao' }).click();
  await patient.waitForURL(/emergency-ended/);
  await clickRecord(emergencyDoctor, 2);
  await seesNothing(emergencyDoctor);
  await guardian.getByText('is open in an emergency').waitFor({ state: 'detached' });
});

test('the review is closed while the patient ends the other access: an open chart shows nothing more', async () => {
  await Promise.all([doctor.goto(RECORDS), patient.goto('/access')]);
  const revoke = async () => {
    await patient.getByRole('link', { name: 'End access of Dr. Meera Iyer' }).click();
    await patient.getByRole('button', { name: 'End access now' }).click();
    await patient.waitForURL(/notice=revoked/);
  };
  const [told] = await Promise.all([reviewOnPage(administrator, 'Dr. Arjun Rao', FINDING), revoke()]);
  expect(told).toContain(WHAT_HAPPENED);
  expect(told).not.toMatch(/Haemoglobin|9\.1|Lakshmi/);
  await clickRecord(doctor, 2);
  await seesNothing(doctor);
  expect(await statusOf(doctor, RECORDS)).toBe(404);
  expect(await statusOf(doctor, `${RECORDS}/4`)).toBe(200); // whoever wrote a record reads it
  await patient.getByText(`by Ravi Menon: ${FINDING}`).waitFor();
});

test('the patient’s log names every step, and both where the guardian acted', async () => {
  const [given, byGuardian] = ['gave access', 'Asha Verma, your guardian: '];
  const lines = {
    guardians: ['You: invited a guardian', 'Asha Verma: accepted to be guardian'],
    requests: ['Dr. Meera Iyer: asked for access', 'Dr. Arjun Rao: asked for access'],
    decisions: [
      `${winner === patient ? 'You: ' : byGuardian}${given}`,
      `${byGuardian}refused a request`,
      'You: withheld Haematology (PAT001-REC3)',
      'You: ended an access',
    ],
    entries: ['Dr. Meera Iyer: wrote Haematology (PAT001-REC4)'],
    emergencies: [
      'Dr. Arjun Rao: opened the record in an emergency',
      'You: ended an emergency access',
      'Ravi Menon: looked at an emergency access to review it',
      'Ravi Menon: reviewed an emergency access, and found it justified',
    ],
    attempts: ['Dr. Meera Iyer: tried to open this record', 'Dr. Arjun Rao: tried to open this record'],
  };
  for (const [kind, expected] of Object.entries(lines)) {
    const log = await logOf(kind);
    for (const line of expected) expect(log).toContain(line);
    if (kind === 'decisions') expect(log.match(/gave access/g)).toHaveLength(1);
  }
  await guardian.goto('/for/PAT001/access/log?what=decisions');
  const seen = await textOf(guardian);
  for (const line of ['You, as guardian: refused a request', 'Lakshmi Narayanan: withheld'])
    expect(seen).toContain(line);
  const views = await logOf('views');
  expect(views).toMatch(/Dr\. Meera Iyer: opened [^:]*PAT001-REC2\) with the patient’s permission/);
  expect(views).toMatch(/Dr\. Arjun Rao: opened [^:]*PAT001-REC1\) in an emergency/);
});

test('the patient’s own browser verifies all of it, and so does the whole database', async () => {
  await untilLogged(site);
  await patient.goto('/patients/PAT001/verify');
  await patient.getByRole('button', { name: 'Verify all entries' }).click();
  const verified = await patient.getByText(/Verified: \d+ entries checked on this device/).innerText();
  expect(Number(/\d+/.exec(verified))).toBeGreaterThan(15);
  await untilLogged(site);
  expect((await verifyStore(site.db, site.identity)).problems).toEqual([]);
  const unexpected = site.problems.filter((problem) => !/status of (403|404|409)/.test(problem));
  expect(unexpected).toEqual([]);
});

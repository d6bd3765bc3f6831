// A patient of 10,000 resources: what people wait for on their pages, and how much longer when the store is ten times as
// large. Medians of single requests, one after another.

import { randomBytes } from 'node:crypto';
import { performance } from 'node:perf_hooks';
import { hashPassword, importBundle, type Store } from '@patrec/server';
import { makeBundle } from './bundle.ts';
import { median } from './compare.ts';
import { tenfold } from './grow-store.ts';
import type { Result } from './result.ts';
import { PASSWORD, type Session, signIn } from './session.ts';
import { settled } from './settle.ts';

const VISITS = 1_000; // ten resources each
const FILE = pdfOf(50 * 1024 * 1024);
/** A median may be half as long again, which is two thirds of the rate. */
const AIM = 0.66;

interface Step {
  readonly name: string;
  readonly times: (quick: boolean) => number;
  readonly run: () => Promise<void>;
}

/** Measures each step, makes the store ten times as large, and measures each again. Throws where a page fails. */
export async function largePatient(
  { port, store, doctor }: { port: number; store: Store; doctor: Session },
  quick: boolean,
): Promise<Result[]> {
  const account = { passwordHash: await hashPassword(PASSWORD), demo: true };
  const { patient: number } = await importBundle(store, makeBundle(VISITS), account);
  const patient = await signIn(port, number);
  const steps = stepsOf(`http://127.0.0.1:${port}`, number, patient, doctor);
  await settled(store);
  const before = await measureAll(steps, quick);
  await settled(store);
  await tenfold(store);
  const after = await measureAll(steps, quick);
  return steps.map(({ name }, i) => {
    const [ours, bare] = [1000 / (after[i] ?? 0), 1000 / (before[i] ?? 0)];
    return { name, against: 'the rate in a tenth of the store', ratio: ours / bare, aim: AIM, ours, bare };
  });
}

async function measureAll(steps: readonly Step[], quick: boolean): Promise<number[]> {
  const medians: number[] = [];
  for (const { run, times } of steps) medians.push(await medianOf(run, times(quick)));
  return medians;
}

// The first is not counted: it fills what was empty.
async function medianOf(run: () => Promise<void>, times: number): Promise<number> {
  await run();
  const taken: number[] = [];
  for (let i = 0; i < times; i += 1) {
    const start = performance.now();
    await run();
    taken.push(performance.now() - start);
  }
  return median(taken);
}

function stepsOf(site: string, number: string, patient: Session, doctor: Session): Step[] {
  const chart = `/patients/${number}`;
  const pages = (quick: boolean) => (quick ? 9 : 25);
  const files = (quick: boolean) => (quick ? 1 : 5);
  const get = (path: string) => () => send(site, path, patient, 200);
  let file = '';
  return [
    { name: 'record saved by its form', times: pages, run: () => saveRecord(site, chart, doctor) },
    { name: 'timeline of 10,000 resources', times: pages, run: get(`${chart}/records`) },
    { name: 'timeline, searched', times: pages, run: () => search(site, chart, patient) },
    { name: 'summary of 10,000 resources', times: pages, run: get(`${chart}/summary`) },
    { name: 'values over time of 10,000 resources', times: pages, run: get(`${chart}/trends`) },
    {
      name: '50 MB uploaded',
      times: files,
      run: async () => {
        file = await upload(site, doctor);
      },
    },
    { name: '50 MB downloaded', times: files, run: () => send(site, `${file}/download`, doctor, 200) },
  ];
}

async function send(site: string, path: string, { cookie }: Session, status: number, body?: BodyInit): Promise<void> {
  const headers = { cookie, accept: 'text/html' };
  const init = body === undefined ? { headers } : { method: 'POST', headers, body };
  const answer = await fetch(`${site}${path}`, { ...init, redirect: 'manual' });
  await answer.arrayBuffer();
  if (answer.status !== status) throw new Error(`${path} answered ${answer.status}, not ${status}.`);
}

function saveRecord(site: string, chart: string, doctor: Session): Promise<void> {
  const collectedAt = new Date(Date.now() - 86_400_000).toISOString().slice(0, 16);
  const fields = { _csrf: doctor.csrf, nonce: nonce(), collectedAt, haemoglobin: '13.4', hba1c: '6.1' };
  return send(site, `${chart}/records/laboratory`, doctor, 303, new URLSearchParams(fields));
}

/** Searches as the form does, and follows. */
export async function search(site: string, chart: string, { cookie, csrf }: Session): Promise<void> {
  const headers = { cookie, accept: 'text/html' };
  const body = new URLSearchParams({ _csrf: csrf, search: 'haemoglobin' });
  const answer = await fetch(`${site}${chart}/records`, { method: 'POST', headers, body });
  const page = await answer.text();
  if (answer.status !== 200 || !answer.redirected || !page.includes('class="timeline"'))
    throw new Error(`The search answered ${answer.status} without a record.`);
}

// To a patient of the demonstration: the large one keeps its size. Gives the address of the file.
async function upload(site: string, { cookie, csrf }: Session): Promise<string> {
  const form = new FormData();
  const fields = {
    _csrf: csrf,
    nonce: nonce(),
    upload: '',
    title: 'Scan',
    date: '2026-01-05',
    kind: 'other',
    note: '',
  };
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  form.append('file', new Blob([FILE], { type: 'application/pdf' }), 'scan.pdf');
  const headers = { cookie, accept: 'text/html' };
  const answer = await fetch(`${site}/patients/PAT002/records/document`, { method: 'POST', headers, body: form });
  const address = /"(\/patients\/PAT002\/records\/\d+\/files\/[^"/]+)/.exec(await answer.text())?.[1];
  if (answer.status !== 200 || address === undefined) throw new Error(`The upload answered ${answer.status}.`);
  return address;
}

// As long as a file may be, to the byte: a header, noise that does not compress, and an end.
function pdfOf(length: number): Uint8Array<ArrayBuffer> {
  const [head, tail] = [Buffer.from('%PDF-1.7\n'), Buffer.from('\n%%EOF\n')];
  return new Uint8Array(Buffer.concat([head, randomBytes(length - head.length - tail.length), tail]));
}

function nonce(): string {
  return randomBytes(16).toString('hex');
}

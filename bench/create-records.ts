// Records written over HTTP, with the real laboratory form, against the same rows written by bare SQL.

import type { Store } from '@patrec/server';
import type { ClientConfig } from 'pg';
import { compare, type Effort } from './compare.ts';
import { NONCE } from './job.ts';
import { startLoad } from './load.ts';
import { count, type Result } from './result.ts';
import { type Place, readRowGroups } from './row-group.ts';
import type { Session } from './session.ts';
import { settled } from './settle.ts';
import { ask, settingsOf } from './stores.ts';

const CONNECTIONS = 32;
const PATIENTS = 25;
const TEMPLATES = 64;

/** A dozen values, over all groups of the form; a ratio is computed besides. */
const VALUES = {
  haemoglobin: '13.4',
  hba1c: '6.1',
  'glucose-fasting': '104',
  'glucose-post-meal': '148',
  cholesterol: '212',
  triglycerides: '160',
  hdl: '44',
  ldl: '136',
  'ldl.method': 'calculated',
  vldl: '32',
  'serum-appearance': 'clear',
  'urine-ph': '6.0',
  'specific-gravity': '1.015',
  laboratory: 'City Laboratory',
};

/** Measures; throws where a request fails, or where other than what was acknowledged stands in the table. */
export async function createRecords(
  { port, store, bare, doctors }: { port: number; store: Store; bare: ClientConfig; doctors: readonly Session[] },
  effort: Effort,
): Promise<Result> {
  const patients = await ask<{ number: string }>(
    store,
    'SELECT number FROM patient WHERE account_id IS NOT NULL ORDER BY number LIMIT $1',
    [PATIENTS],
  );
  const before = await count(store, 'record');
  const lanes = Array.from({ length: CONNECTIONS }, (_, i) => doctors[i % doctors.length]).map((doctor) =>
    patients.map(({ number }) => formPost(port, number, doctor as Session)),
  );
  const ours = await startLoad({ kind: 'http', port, status: 303, lanes });
  await ours.run(1);
  const theirs = await startLoad({
    kind: 'insert',
    settings: bare,
    connections: CONNECTIONS,
    ...(await readRowGroups(settingsOf(store), await newestRecords(store))),
  });
  const comparison = await compare(ours.run, theirs.run, effort, () => settled(store));
  ours.stop();
  theirs.stop();
  const written = (await count(store, 'record')) - before;
  if (written !== ours.total()) throw new Error(`${ours.total()} records were acknowledged, ${written} stand.`);
  return { name: 'records created over HTTP', against: 'the same rows by bare SQL', aim: 0.35, ...comparison };
}

function newestRecords(store: Store): Promise<Place[]> {
  return ask<Place>(
    store,
    `SELECT chain, block_seq AS seq FROM record WHERE chain > '' AND type = 'laboratory'
     ORDER BY recorded_at DESC LIMIT ${TEMPLATES}`,
  );
}

function formPost(port: number, number: string, { cookie, csrf }: Session): string {
  const collectedAt = new Date(Date.now() - 86_400_000).toISOString().slice(0, 16);
  const nonce = '0'.repeat(32);
  const body = new URLSearchParams({ _csrf: csrf, nonce, collectedAt, ...VALUES }).toString();
  const head = [
    `POST /patients/${number}/records/laboratory HTTP/1.1`,
    `host: 127.0.0.1:${port}`,
    `cookie: ${cookie}`,
    'content-type: application/x-www-form-urlencoded',
    `content-length: ${body.length}`,
  ];
  return `${head.join('\r\n')}\r\n\r\n${body.replace(nonce, NONCE)}`;
}

// Uploads over real sockets: senders that hang up, lie about how much comes, or send too much, and a power cut in the middle.

import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ChildServer, freePort, startChild } from './support/child-server.ts';
import { documentForm } from './support/document-forms.ts';
import { type HttpClient, signInOver } from './support/http-client.ts';
import { MULTIPART, multipartBody } from './support/multipart.ts';
import { pdfFile } from './support/sample-files.ts';

const MEGABYTE = 1024 * 1024;

let directory: string;
let port: number;
let server: ChildServer;
let client: HttpClient;

const start = async () => {
  server = await startChild(directory, port, { PATREC_WORKERS: '1', PATREC_FILE_LIMIT: '4' });
  client = await signInOver(server.url, 'DOC1');
};

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'patrec-uploads-'));
  port = await freePort();
  await start();
}, 120_000);
afterAll(async () => {
  await server.stop();
  await rm(directory, { recursive: true });
});

const incoming = () => readdir(join(directory, 'files', 'incoming'));
const objects = async () =>
  (await readdir(join(directory, 'files', 'objects'), { recursive: true })).filter((name) => name.length > 2);

async function until(condition: () => Promise<boolean>): Promise<void> {
  for (const end = Date.now() + 10_000; !(await condition()); await sleep(20))
    if (Date.now() > end) throw new Error('It does not happen.');
}

/** Begins to upload that file, and sends so much of the request. */
async function beginUpload(bytes: Uint8Array, share: number): Promise<Socket> {
  const body = multipartBody({ _csrf: client.token() }, { bytes });
  const head = [
    'POST /patients/PAT001/uploads HTTP/1.1',
    `Host: 127.0.0.1:${port}`,
    `Cookie: ${client.cookie()}`,
    `Content-Type: ${MULTIPART}`,
    `Content-Length: ${body.length}`,
  ].join('\r\n');
  const socket = connect(port, '127.0.0.1');
  socket.on('error', () => undefined);
  socket.write(`${head}\r\n\r\n`);
  socket.write(body.subarray(0, Math.floor(body.length * share)));
  return socket;
}

async function upload(path: string, fields: Record<string, string>, bytes: Uint8Array): Promise<Response> {
  const body = new Uint8Array(multipartBody({ _csrf: client.token(), ...fields }, { bytes }));
  const headers = { cookie: client.cookie(), 'content-type': MULTIPART, accept: 'text/html' };
  return fetch(server.url + path, { method: 'POST', headers, body, redirect: 'manual' });
}

test('a sender who hangs up leaves nothing', async () => {
  const socket = await beginUpload(pdfFile('Half', 2 * MEGABYTE), 0.5);
  await until(async () => (await incoming()).length === 1);
  socket.destroy();
  await until(async () => (await incoming()).length === 0);
  expect(await objects()).toEqual([]);
});

test('a file over the limit is refused with the limit, and the sender reads the answer while still sending', async () => {
  const form = documentForm({ title: 'Kept all the same' });
  const answer = await upload('/patients/PAT001/records/document', form, pdfFile('Long', 12 * MEGABYTE));
  expect(answer.status).toBe(413);
  const page = await answer.text();
  expect(page).toContain('This file is larger than 4 MB');
  expect(page).toContain('Kept all the same');
  expect(await incoming()).toEqual([]);
});

test('a power cut in the middle leaves nothing after the next start, and what was saved is there', async () => {
  const saved = await upload('/patients/PAT001/records/document', documentForm(), pdfFile('Saved', MEGABYTE));
  expect(saved.status).toBe(303);
  const before = await objects();
  const socket = await beginUpload(pdfFile('Half', 2 * MEGABYTE), 0.5);
  await until(async () => (await incoming()).length === 1);
  await server.kill();
  socket.destroy();
  expect(await incoming()).toHaveLength(1);
  await start();
  expect(await incoming()).toEqual([]);
  expect(await objects()).toEqual(before);
  const record = saved.headers.get('location')?.split('?')[0] ?? '';
  const page = await (await client.get(record)).text();
  const [, file = ''] = /href="([^"]+\/download)"/.exec(page) ?? [];
  expect(
    Buffer.from(await (await client.get(file)).arrayBuffer())
      .subarray(0, 8)
      .toString(),
  ).toBe('%PDF-1.4');
}, 120_000);

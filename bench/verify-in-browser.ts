// A patient's 10,000 blocks checked in Chromium, from the answers of a server that has them at hand.

import { randomBytes } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import {
  appendLeaves,
  base64,
  contentRef,
  formatCheckpoint,
  formatVerifierKey,
  type Hash,
  hex,
  leafHash,
  logEntry,
  merkleRoot,
  noteSigner,
  policyOfLog,
  sealBlock,
  signerKey,
  signNote,
  tilePath,
  ZERO_HASH_HEX,
} from '@patrec/ledger';
import type { VerifyReport, VerifyTask } from '@patrec/web/verify-protocol';
import { chromium, type Page } from 'playwright-core';
import { build, type Rolldown } from 'vite';
import type { Report } from './browser-code.ts';
import { median } from './compare.ts';
import { observation } from './resources.ts';
import type { Result } from './result.ts';

const WEB = join(import.meta.dirname, '..', 'packages', 'web');
const ASSETS = join(WEB, 'dist', 'client', 'assets');
const LOG = 'bench.patrec.local/log';
const CHAIN = 'be'.repeat(16);
const BLOCKS = 10_000;
const PAGE = 200; // as the server's
const KEY = signerKey(LOG, new Uint8Array(32).fill(7));
const AT = '2026-01-05T09:30:00.000Z';
const AIM_MS = 300;

type Answers = ReadonlyMap<string, string | Uint8Array>;

/**
 * Measures, the first of `rounds` not counted: the check alone, with all that it fetches at hand; and the button's way, by
 * workers that were just started, from a server on the same machine. Throws where the blocks do not verify.
 */
export async function verifyInBrowser(rounds: number): Promise<Result[]> {
  const [code, answers] = await Promise.all([bundle(), makeAnswers()]);
  const server = await serve(answers);
  const browser = await chromium.launch({
    executablePath: process.env.PATREC_CHROMIUM ?? '/usr/bin/chromium',
    args: ['--headless', '--no-sandbox'],
  });
  try {
    const page = await browser.newPage();
    await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
    await page.addScriptTag({ content: code });
    await page.evaluate((addresses) => (globalThis as unknown as InPage).bench.load(addresses), [...answers.keys()]);
    const alone = await timeOf(rounds, () => checkAlone(page));
    const fetched = await timeOf(rounds, () => pressButton(page));
    return [result('10,000 blocks verified in Chromium', alone, 1), result('the same by the button, fetched', fetched)];
  } finally {
    await browser.close();
    server.close();
  }
}

interface InPage {
  readonly bench: typeof import('./browser-code.ts');
}

function checkAlone(page: Page): Promise<Report> {
  return page.evaluate<Report, [string, number]>(
    ([proof, total]) => (globalThis as unknown as InPage).bench.check(proof, total),
    [addressOf(0), BLOCKS],
  );
}

function pressButton(page: Page): Promise<Report> {
  return page.evaluate<Report, [string, VerifyTask]>(
    ([address, task]) =>
      new Promise((resolve) => {
        const pressed = performance.now();
        const worker = new Worker(address, { type: 'module' });
        worker.onmessage = ({ data }: MessageEvent<VerifyReport>) => {
          if (data.kind === 'progress') return;
          worker.terminate();
          resolve({ ...(data as Report), seconds: (performance.now() - pressed) / 1000 } as Report);
        };
        worker.postMessage(task);
      }),
    [`/assets/${workerFile()}`, { proof: addressOf(0), scope: 'chain', total: BLOCKS }],
  );
}

async function timeOf(rounds: number, round: () => Promise<Report>): Promise<number> {
  const taken = [];
  for (let done = 0; done <= rounds; done += 1) {
    const report = await round();
    if (report.kind !== 'verified' || report.count !== BLOCKS || report.waiting > 0)
      throw new Error(`The blocks do not verify: ${JSON.stringify(report)}`);
    taken.push(report.seconds * 1000);
  }
  return median(taken.slice(1));
}

function result(name: string, milliseconds: number, aim: number | null = null): Result {
  const against = `the aim of ${AIM_MS} ms`;
  return { name, against, ratio: AIM_MS / milliseconds, aim, ours: 1000 / milliseconds, bare: null };
}

function workerFile(): string {
  return readdirSync(ASSETS).find((file) => file.startsWith('verify-worker-')) ?? '';
}

async function serve(answers: Answers): Promise<Server> {
  const server = createServer(({ url = '/' }, response) => {
    const file = /^\/assets\/([\w-]+\.js)$/.exec(url)?.[1];
    if (file) return response.setHeader('content-type', 'text/javascript').end(readFileSync(join(ASSETS, file)));
    const answer = url === '/' ? '<title>Bench</title>' : answers.get(url);
    return answer === undefined ? response.writeHead(404).end() : response.end(answer);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}

async function bundle(): Promise<string> {
  const built = await build({
    root: WEB,
    configFile: false,
    logLevel: 'error',
    build: {
      write: false,
      target: 'es2022',
      lib: { entry: join(import.meta.dirname, 'browser-code.ts'), formats: ['iife'], name: 'bench' },
    },
  });
  const [output] = [built].flat() as Rolldown.RolldownOutput[];
  return output?.output[0].code ?? '';
}

async function makeAnswers(): Promise<Answers> {
  const blocks: object[] = [];
  const leaves: Hash[] = [];
  let prev = ZERO_HASH_HEX;
  for (let seq = 0; seq < BLOCKS; seq += 1) {
    const { proof, hash } = makeBlock(seq, prev);
    blocks.push(proof);
    leaves.push(leafHash(logEntry(hash)));
    prev = hex(hash);
  }
  const { tiles } = await appendLeaves(0, () => new Uint8Array(0), leaves);
  const body = formatCheckpoint({ origin: LOG, size: leaves.length, root: merkleRoot(leaves) });
  return new Map<string, string | Uint8Array>([
    ...firsts(0).map((first) => [addressOf(first), pageOf(blocks, first)] as const),
    ['/log/checkpoint', signNote(body, [noteSigner(KEY)])],
    ...tiles.map(
      ({ level, index, hashes }) => [`/log/tile/${tilePath(level, index, hashes.length / 32)}`, hashes] as const,
    ),
  ]);
}

const addressOf = (first: number) => `/proof?from=${first}`;

/** Where pages begin, from that block on. */
function firsts(from: number): number[] {
  return Array.from({ length: Math.ceil((BLOCKS - from) / PAGE) }, (_, i) => from + i * PAGE);
}

function makeBlock(seq: number, prev: string) {
  const id = `be-${seq}`;
  const content = {
    ref: `Observation/${id}/_history/1`,
    mediaType: 'application/fhir+json',
    bytes: Buffer.from(JSON.stringify({ id, ...observation({ patient: 'Patient/1', at: AT }, '13.4') })),
    salt: randomBytes(32),
  };
  const sealed = sealBlock({
    statement: {
      ...{ v: 1, type: 'record', log: LOG, chain: CHAIN, author: 'a'.repeat(32), occurredAt: AT },
      nonce: randomBytes(16).toString('hex'),
      contents: [contentRef(content)],
    },
    ...{ seq, prev, recordedAt: AT, nonce: randomBytes(32).toString('hex') },
  });
  const contents = [{ ...content, bytes: base64(content.bytes), salt: base64(content.salt) }];
  const [header, statement] = [base64(sealed.header), base64(sealed.statement)];
  return { proof: { seq, header, statement, leafIndex: seq, record: [seq], contents }, hash: sealed.hash };
}

function pageOf(blocks: readonly object[], first: number): string {
  return JSON.stringify({
    log: LOG,
    policy: policyOfLog(formatVerifierKey(LOG, KEY.publicKey)),
    chain: CHAIN,
    blocks: blocks.slice(first, first + PAGE),
    more: firsts(first + PAGE).map(addressOf),
  });
}

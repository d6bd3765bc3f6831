// A patient's 10,000 blocks checked in Chromium by the code of the verify button, from the answers of the server as texts.

import { randomBytes } from 'node:crypto';
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
  ZERO_HASH_HEX,
} from '@patrec/ledger';
import { chromium, type Page } from 'playwright-core';
import { build, type Rolldown } from 'vite';
import type { Report } from './browser-code.ts';
import { median } from './compare.ts';
import { observation } from './resources.ts';
import type { Result } from './result.ts';

const WEB = join(import.meta.dirname, '..', 'packages', 'web');
const LOG = 'bench.patrec.local/log';
const CHAIN = 'be'.repeat(16);
const BLOCKS = 10_000;
const PAGE = 500;
const KEY = signerKey(LOG, new Uint8Array(32).fill(7));
const AT = '2026-01-05T09:30:00.000Z';
const AIM_MS = 300;

/** What a browser is given: each page of blocks is the text that the server answers. */
interface Evidence {
  readonly pages: readonly string[];
  readonly checkpoint: string;
  readonly tiles: Readonly<Record<string, string>>;
}

/** Measures, the first of `rounds` not counted. Throws where the blocks do not verify. */
export async function verifyInBrowser(rounds: number): Promise<Result> {
  const [code, evidence] = await Promise.all([bundle(), makeEvidence()]);
  const browser = await chromium.launch({
    executablePath: process.env.PATREC_CHROMIUM ?? '/usr/bin/chromium',
    args: ['--headless', '--no-sandbox'],
  });
  try {
    const page = await browser.newPage();
    await page.addScriptTag({ content: code });
    const taken = [];
    for (let round = 0; round <= rounds; round += 1) taken.push(await verifyOnce(page, evidence));
    const milliseconds = median(taken.slice(1));
    return {
      name: '10,000 blocks verified in Chromium',
      against: `the aim of ${AIM_MS} ms`,
      ratio: AIM_MS / milliseconds,
      aim: 1,
      ours: 1000 / milliseconds,
      bare: null,
    };
  } finally {
    await browser.close();
  }
}

// As a page does, with what it fetches at hand.
async function verifyOnce(page: Page, evidence: Evidence): Promise<number> {
  const report = await page.evaluate<Report, Evidence>(async ({ pages, checkpoint, tiles }) => {
    const { verifyBlocks, fromBase64 } = (globalThis as unknown as { bench: typeof import('./browser-code.ts') }).bench;
    const asked = pages.values();
    return verifyBlocks(
      { proof: '', scope: 'chain', total: 10_000 },
      {
        readPage: async () => JSON.parse(asked.next().value ?? ''),
        readCheckpoint: async () => checkpoint,
        readTile: (level, index, width) => fromBase64(tiles[`${level}/${index}`] ?? '').subarray(0, width * 32),
        readFile: async () => null,
        clock: () => performance.now(),
        progress: () => undefined,
      },
    );
  }, evidence);
  if (report.kind !== 'verified' || report.count !== BLOCKS || report.waiting > 0)
    throw new Error(`The blocks do not verify: ${JSON.stringify(report)}`);
  return report.seconds * 1000;
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

async function makeEvidence(): Promise<Evidence> {
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
  return {
    pages: Array.from({ length: BLOCKS / PAGE }, (_, i) => pageOf(blocks.slice(i * PAGE, (i + 1) * PAGE), i)),
    checkpoint: signNote(body, [noteSigner(KEY)]),
    tiles: Object.fromEntries(tiles.map(({ level, index, hashes }) => [`${level}/${index}`, base64(hashes)])),
  };
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

function pageOf(blocks: readonly object[], i: number): string {
  const more = (i + 1) * PAGE < BLOCKS ? String(i + 1) : null;
  return JSON.stringify({
    log: LOG,
    policy: policyOfLog(formatVerifierKey(LOG, KEY.publicKey)),
    chain: CHAIN,
    blocks,
    more,
  });
}

// What a page weighs, brotli: scripts by page, and the document with its style on an empty page.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import { formatVerifierKey, policyOfLog, signerKey } from '@patrec/ledger';
import { renderSavedCheck } from '@patrec/web';
import { expect, test } from 'vitest';
import { everyPage } from './every-page.ts';
import { contextFor } from './people.ts';

const client = join(import.meta.dirname, '../dist/client');
const pages = everyPage();
const kilobytes = (bytes: Buffer | string) => brotliCompressSync(bytes).length / 1024;

interface Chunk {
  file: string;
  imports?: string[];
}

test.each([
  ['sign-in', 15],
  ['confirm-wrong', 30],
  ['new-passkey', 30],
  ['home', 30],
  ['records', 30],
  ['record', 30],
  ['trend', 30],
  ['access', 30],
  ['verify', 30],
  ['chart-record', 90],
  ['laboratory', 90],
  ['document', 30],
  ['check-paper', 30],
])('the scripts of %s are at most %d KB', (name, most) => {
  const size = scriptsOf(pages[name] ?? '').reduce((sum, file) => sum + kilobytes(readFileSync(join(client, file))), 0);
  expect(size).toBeGreaterThan(0.1);
  expect(size).toBeLessThanOrEqual(most);
});

test.each(['verify-worker', 'verify-page-worker'])('%s is at most 45 KB', (name) => {
  const [worker = ''] = readdirSync(join(client, 'assets')).filter((file) => file.startsWith(`${name}-`));
  expect(kilobytes(readFileSync(join(client, 'assets', worker)))).toBeLessThanOrEqual(45);
});

test.each(['home-empty', 'records-empty', 'access-empty', 'doctor-empty', 'sign-in'])(
  'the document of %s is at most 14 KB',
  (name) => {
    expect(kilobytes(pages[name] ?? '')).toBeLessThanOrEqual(14);
  },
);

test('the check of receipts that is saved is one file of at most 128 KB, and asks nobody for anything', () => {
  const policy = policyOfLog(
    formatVerifierKey('log.example/log', signerKey('log.example/log', new Uint8Array(32)).publicKey),
  );
  const saved = renderSavedCheck(contextFor(null, '/verify.html', { lang: 'ta' }), policy);
  expect(Buffer.byteLength(saved) / 1024).toBeLessThanOrEqual(128);
  expect(saved).toContain("default-src 'none'");
  expect(saved.match(/<[^>]+ (?:src|href)=|@import|url\(/g)).toBeNull();
});

test('no page has a style attribute, an inline script or an event handler', () => {
  const outside = Object.values(pages).map((page) => page.replace(/<style>.*?<\/style>/s, ''));
  expect(outside.filter((page) => / style=|<script(?![^>]* src=)| on[a-z]+=/.test(page))).toEqual([]);
});

/** The files that a page loads, what they import included. */
function scriptsOf(page: string): string[] {
  const entries = [...page.matchAll(/<script type="module" src="\/([^"]+)"/g)].map((match) => match[1] ?? '');
  const chunks = Object.values(manifest());
  const imported = chunks.filter(({ file }) => entries.includes(file)).flatMap(({ imports = [] }) => imports);
  return [...new Set([...entries, ...imported.map((key) => manifest()[key]?.file ?? '')])];
}

function manifest(): Record<string, Chunk> {
  return JSON.parse(readFileSync(join(client, 'manifest.json'), 'utf8')) as Record<string, Chunk>;
}

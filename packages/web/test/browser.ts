// A real Chromium that is served the pages and the built islands without a server.
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { delimiter, join } from 'node:path';
import { styleSha256 } from '@patrec/web';
import { type Browser, chromium, type Page } from 'playwright-core';

export const origin = 'http://localhost:9';

const args = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** The policy that the server sends: a page that breaks it fails its test. */
const policy = [
  "default-src 'none'",
  "script-src 'self'",
  `style-src 'sha256-${styleSha256}'`,
  "img-src 'self' data:",
  "connect-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "worker-src 'self'",
].join('; ');

/** Starts Chromium from PATREC_CHROMIUM, the usual place, or the PATH. */
export function startBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: findChromium(), args });
}

function findChromium(): string {
  const onPath = (process.env.PATH ?? '').split(delimiter).map((folder) => join(folder, 'chromium'));
  const found = [process.env.PATREC_CHROMIUM ?? '', '/usr/bin/chromium', ...onPath].find(
    (path) => path !== '' && existsSync(path),
  );
  if (found === undefined) throw new Error('Chromium is needed: install it, or set PATREC_CHROMIUM to its path.');
  return found;
}

export type Answer = (path: string) => { body: string | Buffer; type: string } | undefined;

interface Answered {
  readonly status: number;
  readonly body: string | Buffer;
  readonly headers: Record<string, string>;
}

/** Answers every request of a page from `answer`, and the islands from the build; collects what goes wrong in it. */
export async function servePage(page: Page, answer: Answer): Promise<string[]> {
  await page.context().route(`${origin}/**`, async (route) => {
    const { pathname, search } = new URL(route.request().url());
    return route.fulfill(answered(pathname + search, answer));
  });
  return problemsOf(page);
}

/** The same by a server of its own, so that Chromium keeps the islands from page to page. */
export async function startSite(answer: Answer): Promise<{ origin: string; close: () => void }> {
  const server = createServer((request, response) => {
    const { status, body, headers } = answered(request.url ?? '/', answer);
    response.writeHead(status, headers).end(body);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const close = () => {
    server.close();
    server.closeAllConnections();
  };
  return { origin: `http://localhost:${port}`, close };
}

/** Collects what goes wrong in a page. */
export function problemsOf(page: Page): string[] {
  const problems: string[] = [];
  page.on('pageerror', (error) => problems.push(String(error)));
  page.on('console', (message) => {
    if (message.type() === 'error') problems.push(message.text());
  });
  return problems;
}

function answered(path: string, answer: Answer): Answered {
  if (path === '/events') return { status: 200, body: ':\n\n', headers: { 'content-type': 'text/event-stream' } };
  const found = path.startsWith('/assets/') ? asset(path) : answer(path);
  if (found === undefined) return { status: 404, body: '', headers: {} };
  // As the server does: only a page that shows a PDF may frame, and only what is of this origin.
  const frames = String(found.body).includes('<iframe class="file-pages"') ? "; frame-src 'self'" : '';
  const kept = path.startsWith('/assets/') ? { 'cache-control': 'max-age=600' } : {};
  const headers = { 'content-type': found.type, 'content-security-policy': policy + frames, ...kept };
  return { status: 200, body: found.body, headers };
}

function asset(path: string): { body: Buffer; type: string } {
  return { body: readFileSync(join(import.meta.dirname, '../dist/client', path)), type: 'text/javascript' };
}

/** An HTML answer. */
export function html(body: string): { body: string; type: string } {
  return { body, type: 'text/html; charset=utf-8' };
}

// The whole site as people meet it: the server on a port, its loops running, and Chromium.

import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { runSealer } from '../../src/access/seal-access.ts';
import { runLog } from '../../src/ledger/run-log.ts';
import { openWindow, startChromium } from './chromium.ts';
import { startTestServer, type TestServer } from './test-server.ts';

export interface OpenSite extends TestServer {
  /** A window of its own for one person. */
  readonly window: (size: 'phone' | 'desktop') => Promise<Page>;
  /** What went wrong in the windows and in the loops. */
  readonly problems: string[];
}

/** Opens it with the people of the tests. */
export async function openSite(): Promise<OpenSite> {
  const site = await startTestServer();
  const problems: string[] = [];
  const fail = (error: unknown) => problems.push(String(error));
  const loops = [runSealer(site.db, site.ledger, fail), runLog(site.db, site.ledger, site.signer, fail)];
  const url = (await site.server.listen({ port: 0, host: '127.0.0.1' })).replace('127.0.0.1', 'localhost');
  const browser = await startChromium();
  const close = async () => {
    await browser.close();
    for (const loop of loops) await loop.stop();
    await site.close();
  };
  return { ...site, problems, close, window: (size) => openWindow(browser, url, problems, size) };
}

/** Waits until everything that was done is sealed and in the signed log. */
export async function untilLogged({ db }: Pick<TestServer, 'db'>): Promise<void> {
  await expect
    .poll(async () => (await db.pool.query('TABLE access_event_unsealed')).rowCount, { timeout: 5000 })
    .toBe(0);
  await expect.poll(async () => (await db.pool.query('TABLE ledger_pending')).rowCount, { timeout: 5000 }).toBe(0);
}

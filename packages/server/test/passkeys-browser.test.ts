// Passkeys as people use them, in real Chromium with its virtual authenticator (WebAuthn level 3, 11).

import type { Browser, CDPSession, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { freePort } from './support/child-server.ts';
import { openWindow, signIn, signInHere, startChromium, textOf } from './support/chromium.ts';
import { startTestServer, type TestServer } from './support/test-server.ts';

let site: TestServer;
let browser: Browser;
let page: Page;
let device: CDPSession;
let authenticator: string;
const problems: string[] = [];

beforeAll(async () => {
  const port = await freePort();
  const url = `http://localhost:${port}`;
  site = await startTestServer([], url);
  await site.server.listen({ port, host: '127.0.0.1' });
  browser = await startChromium();
  page = await openWindow(browser, url, problems, 'phone');
  device = await page.context().newCDPSession(page);
  await device.send('WebAuthn.enable');
  const options = {
    protocol: 'ctap2',
    transport: 'internal',
    hasResidentKey: true,
    hasUserVerification: true,
  } as const;
  const made = await device.send('WebAuthn.addVirtualAuthenticator', {
    options: { ...options, isUserVerified: true, automaticPresenceSimulation: true },
  });
  authenticator = made.authenticatorId;
});
afterAll(async () => {
  await browser.close();
  await site.close();
});

const text = () => textOf(page);
const press = (name: string) => page.getByRole('button', { name, exact: true }).click();
async function signOut(): Promise<void> {
  await page.context().clearCookies();
  await page.goto('/sign-in');
}
async function add(name: string): Promise<void> {
  await page.goto('/account/passkeys/new');
  await page.getByLabel('What you call it').fill(name);
  await press('Make the passkey');
}

test('a passkey is added, and stands in the list with its name', async () => {
  await signIn(page, 'PAT001');
  await add('Amma’s phone');
  await page.waitForURL(/notice=passkey-added/);
  expect(await text()).toContain('Amma’s phone');
});

test('the same device makes no second one, and says why', async () => {
  await add('Again');
  await page.getByText('This device holds a passkey for this account already.').waitFor();
  expect(new URL(page.url()).pathname).toBe('/account/passkeys/new');
});

test('it signs in without number and password', async () => {
  await signOut();
  await press('Sign in with a passkey');
  await page.waitForURL('/');
  expect(await text()).toContain('Lakshmi Narayanan');
});

test('it confirms who one is, and the form goes on as it was', async () => {
  await page.goto('/account');
  site.clock.offset += 6 * 60_000;
  await press('Make ten codes');
  await page.getByRole('heading', { name: 'Confirm it is you' }).waitFor();
  await press('Confirm with a passkey');
  await page.getByRole('heading', { name: 'Your printed codes' }).waitFor();
  expect(await page.locator('.recovery-codes li').count()).toBe(10);
});

test('a person whom the device does not know is told so, and is let in nowhere', async () => {
  await signOut();
  await device.send('WebAuthn.setUserVerified', { authenticatorId: authenticator, isUserVerified: false });
  await press('Sign in with a passkey');
  await page.getByText('Nothing was done: it was cancelled, or took too long.').waitFor();
  await device.send('WebAuthn.setUserVerified', { authenticatorId: authenticator, isUserVerified: true });
  await press('Sign in with a passkey');
  await page.waitForURL('/');
});

test('a passkey that was removed opens nothing', async () => {
  await page.goto('/account');
  await press('Remove the passkey Amma’s phone');
  await page.waitForURL(/notice=passkey-removed/);
  await signOut();
  await press('Sign in with a passkey');
  await page.getByText('The passkey did not work').waitFor();
  // Refused, on purpose: the console notes the status. Anything else that it notes is a fault.
  expect(problems.filter((problem) => !/status of 40[13]/.test(problem))).toEqual([]);
});

test('without scripts the rest of the page works, and nothing is offered that does not', async () => {
  const context = await browser.newContext({ baseURL: site.app.publicUrl, javaScriptEnabled: false });
  const plain = await context.newPage();
  await plain.goto('/sign-in');
  expect(await plain.getByRole('button', { name: 'Sign in with a passkey' }).isVisible()).toBe(false);
  await signInHere(plain, 'DOC1');
  await plain.goto('/account/passkeys/new');
  expect(await plain.getByText('This browser cannot make passkeys').isVisible()).toBe(true);
  expect(await plain.getByRole('button', { name: 'Make the passkey' }).isVisible()).toBe(false);
  await context.close();
});

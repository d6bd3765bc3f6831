// Messages: written with what they tell, delivered by a real mail server at least once, and holding nothing of a record.

import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { transaction } from '../src/db/transaction.ts';
import { type Delivery, deliverNext } from '../src/notifications/deliver.ts';
import { countMail, takeDueMail } from '../src/notifications/mail-store.ts';
import { notify } from '../src/notifications/notify.ts';
import { runMail } from '../src/notifications/run-mail.ts';
import { fileTransport, type SendMail, smtpTransport } from '../src/notifications/transport.ts';
import { deliverAll, deliveryParts, giveAddress, linkIn } from './support/mails.ts';
import { PASSWORD } from './support/people.ts';
import { ask, grant, share } from './support/permissions.ts';
import { type MailServer, startMailServer } from './support/smtp.ts';
import { startTestServer, type TestServer } from './support/test-server.ts';

const FROM = 'patrec@records.example.org';
const ADDRESS = 'lakshmi@example.org';
const MINUTE_MS = 60_000;
let site: TestServer;
let smtp: MailServer;
beforeAll(async () => {
  site = await startTestServer();
  smtp = await startMailServer();
  await giveAddress(site, site.people.patient, ADDRESS, PASSWORD);
  await giveAddress(site, site.people.doctor, 'doctor@example.org', PASSWORD);
});
beforeEach(async () => {
  await site.db.pool.query('DELETE FROM mail_outbox');
  smtp.answer(250);
});
afterAll(async () => {
  await smtp.stop();
  await site.close();
});

const tell = (kind: Parameters<typeof notify>[3] = 'password-changed') =>
  transaction(site.db, (tx) => notify(tx, site.ledger, site.people.patient.account, kind));
const next = (send: SendMail): Promise<Delivery | undefined> => deliverNext(deliveryParts(site, send), () => undefined);
const overSmtp = (url = smtp.url, encrypted = false) => smtpTransport(url, FROM, encrypted);

describe('a message', () => {
  test('is delivered once, and forgotten', async () => {
    const before = smtp.taken.length;
    await tell();
    expect([await next(overSmtp()), await next(overSmtp())]).toEqual(['delivered', undefined]);
    expect(smtp.taken).toHaveLength(before + 1);
    const { to, text } = smtp.taken.at(-1) ?? { to: [], text: '' };
    expect(to).toEqual([ADDRESS]);
    expect(text).toContain(`From: Patrec <${FROM}>`);
    expect(text).toContain('Auto-Submitted: auto-generated');
    expect(text).toMatch(/Message-ID: <[0-9a-f]{32}@records\.example\.org>/i);
    expect(text).toContain('PAT001');
    expect(await countMail(site.db)).toEqual({ waiting: 0, delayed: 0, failed: 0 });
  });

  test('that is refused for now is tried again after a pause that doubles, under the same id', async () => {
    await tell();
    const { rows } = await site.db.pool.query('SELECT id FROM mail_outbox');
    smtp.answer(450);
    expect(await next(overSmtp())).toBe('postponed');
    expect(await next(overSmtp())).toBeUndefined();
    site.clock.offset += MINUTE_MS + 1000;
    expect(await next(overSmtp())).toBe('postponed');
    site.clock.offset += MINUTE_MS + 1000;
    expect(await next(overSmtp())).toBeUndefined();
    expect(await countMail(site.db)).toEqual({ waiting: 1, delayed: 1, failed: 0 });
    site.clock.offset += MINUTE_MS;
    smtp.answer(250);
    expect(await next(overSmtp())).toBe('delivered');
    expect(smtp.taken.at(-1)?.text).toContain(rows[0].id);
  });

  test('that is refused for good is given up at once, and counted', async () => {
    await tell();
    smtp.answer(550);
    expect(await next(overSmtp())).toBe('given-up');
    expect(await countMail(site.db)).toEqual({ waiting: 0, delayed: 0, failed: 1 });
    const page = await (await site.as(site.people.administrator)).get('/');
    expect(page.body).toContain('Some messages could not be delivered');
  });

  test('waits while no mail server answers, for three days, and the server is ready all the while', async () => {
    await tell();
    const dead = await startMailServer();
    await dead.stop();
    expect(await next(overSmtp(dead.url))).toBe('unreachable');
    expect((await site.server.inject('/readyz')).statusCode).toBe(200);
    site.clock.offset += 3 * 24 * 60 * MINUTE_MS;
    expect(await next(overSmtp(dead.url))).toBe('given-up');
    site.clock.offset -= 3 * 24 * 60 * MINUTE_MS;
  });

  test('goes to no server without encryption where that is required, and waits', async () => {
    await tell();
    const before = smtp.taken.length;
    expect(await next(overSmtp(smtp.url, true))).toBe('unreachable');
    expect(smtp.taken).toHaveLength(before);
    expect((await countMail(site.db)).waiting).toBe(1);
  });

  test('is sent again where its sender died before forgetting it', async () => {
    await tell();
    const at = site.ledger.clock();
    const taken = await takeDueMail(site.db, new Date(at), new Date(at + 5 * MINUTE_MS)); // and nothing after
    expect(await next(overSmtp())).toBeUndefined();
    site.clock.offset += 6 * MINUTE_MS;
    const ids: string[] = [];
    expect(await next(async ({ id }) => void ids.push(id))).toBe('delivered');
    expect(ids).toEqual([taken?.id]);
  });

  test('is taken by one of many who deliver at once', async () => {
    await tell();
    let sent = 0;
    const all = await Promise.all(
      Array.from({ length: 6 }, () =>
        next(async () => {
          sent += 1;
        }),
      ),
    );
    expect(sent).toBe(1);
    expect(all.filter((one) => one === 'delivered')).toHaveLength(1);
  });

  test('is not written where its transaction fails, nor where there is no address', async () => {
    const failing = transaction(site.db, async (tx) => {
      await notify(tx, site.ledger, site.people.patient.account, 'emergency');
      throw new Error('rolled back');
    });
    await expect(failing).rejects.toThrow('rolled back');
    await transaction(site.db, (tx) => notify(tx, site.ledger, site.people.otherPatient.account, 'emergency'));
    expect((await countMail(site.db)).waiting).toBe(0);
  });

  test('is not sent after its link has ended', async () => {
    await site.db.pool.query(
      `INSERT INTO mail_outbox (id, account_id, kind, address, lang, until, next_at, created_at)
       VALUES (repeat('0', 32), $1, 'recover-password', 'x@example.org', 'en', $2, $2, $2)`,
      [site.people.patient.account, new Date(site.ledger.clock() - 1)],
    );
    expect(await next(overSmtp())).toBe('outdated');
    expect((await countMail(site.db)).waiting).toBe(0);
  });

  test('has no second line in any header, whatever names and addresses hold', async () => {
    const evil = 'Asha\r\nBcc: thief@example.org';
    await site.db.pool.query('UPDATE account SET name = $1 WHERE login = $2', [evil, 'PAT001']);
    await tell();
    expect(await next(overSmtp())).toBe('delivered');
    const head = smtp.taken.at(-1)?.text.split('\r\n\r\n')[0] ?? '';
    expect(head).not.toMatch(/bcc|thief|Asha/i);
    await site.db.pool.query('UPDATE account_email SET address = $1 WHERE account_id = $2', [
      'a@example.org\r\nBcc: thief@example.org',
      site.people.patient.account,
    ]);
    await tell();
    expect(await next(overSmtp())).toBe('given-up');
    await site.db.pool.query('UPDATE account_email SET address = $1 WHERE account_id = $2', [
      ADDRESS,
      site.people.patient.account,
    ]);
    expect(smtp.taken.at(-1)?.text).not.toContain('thief');
  });
});

test('without a mail server messages are files that nobody else reads', async () => {
  const directory = join(await mkdtemp(join(tmpdir(), 'patrec-mail-')), 'outbox');
  await tell('emergency');
  expect(await next(fileTransport(directory, FROM))).toBe('delivered');
  const [name = '', ...others] = await readdir(directory);
  expect(others).toEqual([]);
  expect(name).toMatch(/^[0-9a-f]{32}\.eml$/);
  expect((await stat(join(directory, name))).mode & 0o777).toBe(0o600);
  expect((await stat(directory)).mode & 0o777).toBe(0o700);
  expect(await readFile(join(directory, name), 'utf8')).toContain(`To: ${ADDRESS}`);
  await rm(directory, { recursive: true });
});

test('the loop delivers by itself, and stops', async () => {
  const problems: unknown[] = [];
  let rounds = 0;
  const before = async () => {
    rounds += 1;
  };
  await tell();
  const count = smtp.taken.length;
  const loop = runMail(deliveryParts(site, overSmtp()), before, (error) => problems.push(error));
  await expect.poll(() => smtp.taken.length, { timeout: 5000 }).toBe(count + 1);
  await loop.stop();
  expect(rounds).toBeGreaterThan(0);
  expect(problems).toEqual([]);
});

test('each act tells whom it concerns, in their language, and nothing of what it was about', async () => {
  const { people } = site;
  const reader = await site.as(people.patient);
  await reader.post('/preferences', { lang: 'hi' });
  await ask(site, people.otherDoctor, people.chart.chain);
  await grant(site, people.patient, people.doctor);
  await share(site, people.patient, people.doctor);
  await tell('emergency');
  const mails = await deliverAll(site);
  const told = mails.map(({ to, subject }) => `${to} ${subject}`).sort();
  expect(told).toEqual(
    [
      'doctor@example.org Patrec: You have been given access',
      'doctor@example.org Patrec: You have been given access',
      `${ADDRESS} Patrec: एक अनुरोध आपके उत्तर की प्रतीक्षा में है`,
      `${ADDRESS} Patrec: एक अनुरोध आपके उत्तर की प्रतीक्षा में है`,
      `${ADDRESS} Patrec: आपात स्थिति में आपका रिकॉर्ड खोला गया`,
    ].sort(),
  );
  for (const { text, subject } of mails) {
    expect(text + subject).not.toMatch(/Lakshmi|Meera|Arjun|laboratory|cardio/i);
    expect(linkIn({ text })).toBe('/');
  }
});

test('a sign-in from a device that was not used before is told, once', async () => {
  await site.db.pool.query('DELETE FROM known_device');
  for (const _ of [1, 2]) await (await site.as(null)).post('/sign-in', { login: 'PAT001', password: PASSWORD });
  const mails = await deliverAll(site);
  expect(mails.map(({ subject }) => subject)).toEqual(['Patrec: नए डिवाइस से साइन इन']);
});

// Messages as their readers get them.

import type { Actor } from '../../src/access/actor.ts';
import { mailComposer } from '../../src/http/identity/mail-words.ts';
import { answerRecoveries } from '../../src/identity/recover-password.ts';
import { type DeliveryParts, deliverNext } from '../../src/notifications/deliver.ts';
import type { Mail, SendMail } from '../../src/notifications/transport.ts';
import type { TestServer } from './test-server.ts';

/** What the loop of the server works with, on a test's store. */
export function deliveryParts({ db, ledger, app }: TestServer, send: SendMail): DeliveryParts {
  return { db, ledger, key: app.mailKey, compose: mailComposer(app.publicUrl), send };
}

/** Answers what was asked and delivers all that is due; gives the messages. */
export async function deliverAll(site: TestServer): Promise<Mail[]> {
  const mails: Mail[] = [];
  const parts = deliveryParts(site, async (mail) => {
    mails.push(mail);
  });
  await answerRecoveries(site, site.app.mailKey);
  const fail = (error: unknown) => {
    throw error;
  };
  while (await deliverNext(parts, fail));
  return mails;
}

/** The path of the link in a message. */
export function linkIn({ text }: Pick<Mail, 'text'>): string {
  return /http:\/\/localhost:3000(\/\S*)/.exec(text)?.[1] ?? 'no link';
}

/** Gives somebody a confirmed address; gives the session that is left. */
export async function giveAddress(site: TestServer, person: Actor, address: string, password: string) {
  const browser = await site.as(person);
  const { statusCode } = await browser.post('/account/email', { address, addressPassword: password, step: 'change' });
  const [mail] = (await deliverAll(site)).filter(({ to }) => to === address);
  if (!mail) throw new Error(`No link came; the form was answered ${statusCode}.`);
  await browser.post(linkIn(mail), {});
  return browser;
}

// What people do with their accounts, as the pages do it.

import type { Actor } from '../../src/access/actor.ts';
import { askForEmail, confirmEmail } from '../../src/identity/change-email.ts';
import { confirmRecovery, openRecovery } from '../../src/identity/desk-recovery.ts';
import type { Ledger } from '../../src/ledger/ledger.ts';
import { aadhaarSealer, changeAadhaar } from '../../src/records/aadhaar.ts';
import { deriveKey } from '../../src/sealed-secret.ts';
import type { TestStore } from './test-store.ts';

const SECRET = 'a secret of the tests, long enough';

/** Gives the account an address that is confirmed; the link is taken where it is made. */
export async function setAddress({ db, ledger }: TestStore, actor: Actor, address: string): Promise<void> {
  const made: string[] = [];
  const random = (length: number) => {
    const bytes = ledger.random(length);
    made.push(Buffer.from(bytes).toString('base64url'));
    return bytes;
  };
  const watched: Ledger = { ...ledger, random };
  const mailKey = deriveKey(SECRET, 'mail');
  await askForEmail({ db, ledger: watched }, actor, { address, lang: 'en', session: 'none', mailKey, keys: [] });
  if (!(await confirmEmail({ db, ledger }, made[0] ?? ''))) throw new Error('The link did not work.');
}

/** Recovers an account at the desk; without a second person it stays open. */
export async function recoverAtDesk(store: TestStore, login: string, first: Actor, second?: Actor): Promise<void> {
  const opened = await openRecovery(store, first, { login, document: 'passport' });
  if (!opened.opened) throw new Error(`Not opened: ${opened.reason}.`);
  if (second) await confirmRecovery(store, second, opened.id);
}

/** Enters a patient's Aadhaar number. */
export async function enterAadhaar({ db, ledger }: TestStore, actor: Actor, digits: string): Promise<void> {
  await changeAadhaar({ db, ledger }, actor, aadhaarSealer(SECRET, ledger, digits));
}

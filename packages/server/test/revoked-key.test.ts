// Somebody who has a doctor's private key after it was revoked, and the database: they seal a record that is really signed with
// it, all rows fit, and the log takes it. Its place in the log says that it came too late, to all who ask.

import { policyOfLog } from '@patrec/ledger';
import { verifyBlocks } from '@patrec/web/verify-blocks';
import { checkPage } from '@patrec/web/verify-page';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { revokeKey } from '../src/identity/change-signing-keys.ts';
import { randomHex } from '../src/ledger/ledger.ts';
import { presentPolicy } from '../src/ledger/log-keys.ts';
import { newestCheckpoint, tileReader } from '../src/ledger/log-store.ts';
import { drainLog } from '../src/ledger/run-log.ts';
import { verifyStore } from '../src/operations/verify/verify-store.ts';
import { patientReader } from '../src/records/patient-store.ts';
import { proveRecord } from '../src/records/prove.ts';
import { proveKeys } from '../src/records/prove-keys.ts';
import { readReceipt } from '../src/records/read-receipt.ts';
import { writeLaboratory } from './support/laboratory-record.ts';
import { manipulate } from './support/manipulated-store.ts';
import { type People, registerPeople } from './support/people.ts';
import { giveKey, type SoftwareKey, signedWith } from './support/software-key.ts';
import { openTestStore, type TestStore } from './support/test-store.ts';

let store: TestStore;
let people: People;
let policy: string;

beforeAll(async () => {
  store = await openTestStore();
  people = await registerPeople(store);
  const { doctor } = people;
  const key = await giveKey(store, doctor);
  await write(key);
  await revokeKey(store, doctor, key.publicKey);
  await drainLog(store.db, store.ledger, store.signer);
  await unseen(() => write(key));
  await drainLog(store.db, store.ledger, store.signer);
  policy = await presentPolicy({ db: store.db, policy: policyOfLog(store.key.verifierKey) });
});
afterAll(() => store.close());

function write(key: SoftwareKey): Promise<unknown> {
  const { doctor, chart } = people;
  const nonce = randomHex(store.ledger, 16);
  return signedWith(store, key, (parts, by) => writeLaboratory(parts, doctor, chart, { hba1c: '6.9' }, nonce, by));
}

// The program refuses a key that is revoked: its row is revived for as long as the program looks, and is then as it was.
async function unseen(work: () => Promise<unknown>): Promise<void> {
  const { db } = store;
  await db.pool.query('CREATE TABLE kept AS SELECT * FROM signing_key');
  await manipulate(
    db,
    'UPDATE signing_key SET revoked_at = NULL, revoked_seq = NULL, revoked_by = NULL, reason = NULL',
  );
  await work();
  await manipulate(db, 'DELETE FROM signing_key');
  await manipulate(db, 'INSERT INTO signing_key SELECT * FROM kept');
  await db.pool.query('DROP TABLE kept');
}

const parts = () => ({ ...store, policy, patientByNumber: patientReader(store.db) });

/** What the browser says of a record, from what the server shows it. */
async function checkedInBrowser(record: number) {
  const { chain, blocks } = await proveRecord(parts(), people.patient, 'PAT001', record);
  const keys = await proveKeys(store, blocks);
  const page = { log: store.ledger.log, policy, chain, blocks, keys, more: [] };
  return verifyBlocks(
    { proof: '/proof', scope: 'record', total: 1 },
    {
      checkPage: () => checkPage(page as never, 'record', async () => null),
      readCheckpoint: async () => (await newestCheckpoint(store.db))?.note ?? '',
      readTile: tileReader(store.db),
      clock: () => 0,
      progress: () => undefined,
    },
  );
}

const receiptOf = async (record: number) =>
  (await readReceipt(parts(), people.patient, 'PAT001', { of: { record }, before: false })).state;

test('the log takes what is signed with it, and its place there names it: to verify', async () => {
  const { problems } = await verifyStore(store.db, store.identity);
  expect(problems.map(({ where, check, message }) => `${where} ${check}: ${message}`)).toEqual([
    expect.stringMatching(/^PAT001-REC2 signature: .*had been revoked before/),
  ]);
});

test('to the browser, which takes what was signed before', async () => {
  expect(await checkedInBrowser(1)).toMatchObject({ kind: 'verified', signers: [{ login: 'DOC1' }] });
  expect(await checkedInBrowser(2)).toMatchObject({
    kind: 'failed',
    check: 'signature',
    message: expect.stringMatching(/had been revoked before/),
  });
});

test('to whoever asks for a receipt: there is none', async () => {
  expect(await receiptOf(1)).toBe('issued');
  expect(await receiptOf(2)).toBe('failed');
});

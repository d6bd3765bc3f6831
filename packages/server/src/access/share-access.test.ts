import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { type People, registerPeople } from '../../test/support/people.ts';
import { daysAhead, EVERY_RECORD } from '../../test/support/permissions.ts';
import { practitioner } from '../../test/support/practitioners.ts';
import { contentOf, withRefusedEvent } from '../../test/support/tables.ts';
import { openTestStore, type TestStore } from '../../test/support/test-store.ts';
import { verifyStore } from '../operations/verify/verify-store.ts';
import type { Actor } from './actor.ts';
import { revokeGrant } from './answer-request.ts';
import { grantsFor } from './grant-store.ts';
import { type Share, shareAccess } from './share-access.ts';

let store: TestStore;
let people: People;
let chain: string;
let doctor: Actor;
beforeAll(async () => {
  store = await openTestStore();
  people = await registerPeople(store);
  chain = people.chart.chain;
});
beforeEach(async () => {
  doctor = await practitioner(store, 'doctor', 'Dr. Someone');
});
afterAll(async () => {
  const { problems } = await verifyStore(store.db, store.identity);
  await store.close();
  expect(problems).toEqual([]);
});

const NONCE = 'ab'.repeat(16);
const shareOf = (more: Partial<Share> = {}): Share => ({
  chain,
  grantee: doctor.account,
  scope: EVERY_RECORD,
  purpose: 'CAREMGT',
  until: daysAhead(store, 5),
  nonce: doctor.account,
  ...more,
});
const grants = () => grantsFor(store.db, chain, doctor.account);

it('gives just what it says, without a request, and can be taken back', async () => {
  const scope = { types: null, records: [3, 7], from: '2026-01-01', to: null };
  const until = daysAhead(store, 9);
  expect(await shareAccess(store, people.patient, shareOf({ scope, until, purpose: 'HPAYMT' }))).toEqual({
    repeated: false,
  });
  const [given] = await grants();
  expect(given).toMatchObject({ scope, until, purpose: 'HPAYMT', requestId: null, revokedAt: null });
  expect(await revokeGrant(store, people.patient, chain, given?.id ?? '')).toEqual({ done: true });
  expect(await grants()).toEqual([]);
});

it('gives once when the same form is sent eight times at the same time', async () => {
  const share = shareOf();
  const ends = await Promise.all(Array.from({ length: 8 }, () => shareAccess(store, people.patient, share)));
  expect(ends.filter(({ repeated }) => !repeated)).toHaveLength(1);
  expect(await grants()).toHaveLength(1);
});

it('is for the patient alone, in their own chart', async () => {
  const { otherPatient, administrator, staff } = people;
  const before = await contentOf(store.db);
  for (const who of [otherPatient, administrator, staff, doctor])
    await expect(shareAccess(store, who, shareOf({ nonce: NONCE }))).rejects.toMatchObject({ kind: 'not-found' });
  expect(await contentOf(store.db)).toEqual(before);
});

it('gives nothing to anybody but a verified doctor', async () => {
  const unverified = await practitioner(store, 'doctor', 'Dr. Unverified', false);
  const before = await contentOf(store.db);
  for (const { account: grantee } of [unverified, people.staff, people.administrator, people.patient])
    await expect(shareAccess(store, people.patient, shareOf({ grantee, nonce: NONCE }))).rejects.toMatchObject({
      kind: 'conflict',
    });
  expect(await contentOf(store.db)).toEqual(before);
});

it.each<[string, () => Partial<Share>]>([
  ['no types', () => ({ scope: { ...EVERY_RECORD, types: [] } })],
  ['no records, which a Consent would state as everything', () => ({ scope: { ...EVERY_RECORD, records: [] } })],
  ['an end that has passed', () => ({ until: daysAhead(store, -1) })],
])('gives nothing for %s', async (_, more) => {
  const refused = shareAccess(store, people.patient, shareOf({ ...more(), nonce: NONCE }));
  await expect(refused).rejects.toMatchObject({ kind: 'incorrect' });
  expect(await grants()).toEqual([]);
});

it('leaves nothing behind when its last write fails', async () => {
  const before = await contentOf(store.db);
  await withRefusedEvent(store.db, 'grant-access', () =>
    expect(shareAccess(store, people.patient, shareOf())).rejects.toMatchObject({ code: '23514' }),
  );
  expect(await contentOf(store.db)).toEqual(before);
  expect(await shareAccess(store, people.patient, shareOf())).toEqual({ repeated: false });
});

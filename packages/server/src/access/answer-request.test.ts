import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type People, registerPeople } from '../../test/support/people.ts';
import { ask, daysAhead, EVERY_RECORD, grant } from '../../test/support/permissions.ts';
import { practitioner } from '../../test/support/practitioners.ts';
import { contentOf, withRefusedEvent } from '../../test/support/tables.ts';
import { openTestStore, type TestStore } from '../../test/support/test-store.ts';
import { verifyStore } from '../operations/verify/verify-store.ts';
import type { Actor } from './actor.ts';
import { denyRequest, grantRequest, revokeGrant, type Terms } from './answer-request.ts';
import { grantsFor } from './grant-store.ts';
import { cancelRequest, requestAccess } from './request-access.ts';
import { requestOf } from './request-store.ts';

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

const stateOf = async (id: string) => (await requestOf(store.db, chain, id))?.state;
const grants = async () => await grantsFor(store.db, chain, doctor.account);
const blocks = async () => {
  const { rows } = await store.db.pool.query<{ type: string; count: number }>(
    'SELECT type, count(*) AS count FROM block WHERE chain = $1 GROUP BY type',
    [chain],
  );
  return Object.fromEntries(rows.map(({ type, count }) => [type, count]));
};
const give = (id: string, terms: Partial<Terms> = {}) =>
  grantRequest(store, people.patient, chain, id, { scope: EVERY_RECORD, until: daysAhead(store, 5), ...terms });
const LIMITED = { types: ['laboratory', 'visit'], records: [1, 2], from: '2026-01-01', to: '2026-06-30' } as const;
const limited = { ...LIMITED, types: [...LIMITED.types], records: [...LIMITED.records] };

describe('a request', () => {
  it('for nothing is refused: its Task would ask for everything', async () => {
    const asked = ask(store, doctor, chain, { scope: { ...EVERY_RECORD, types: [] } });
    await expect(asked).rejects.toMatchObject({ kind: 'incorrect' });
  });

  it('waits once for each doctor and patient, however often it is sent', async () => {
    const until = daysAhead(store, 5);
    const question = { chain, scope: EVERY_RECORD, purpose: 'CAREMGT', until, note: '' } as const;
    const asked = await Promise.all(Array.from({ length: 8 }, () => requestAccess(store, doctor, question)));
    expect(asked.filter(({ done }) => done)).toHaveLength(1);
    expect(asked.filter((one) => !one.done && one.reason === 'already-waiting')).toHaveLength(7);
  });

  it('is answered once when it is approved and taken back at the same time', async () => {
    for (let round = 0; round < 6; round += 1) {
      const id = await ask(store, doctor, chain);
      const before = await blocks();
      const ends = await Promise.all([give(id), cancelRequest(store, doctor, chain, id)]);
      expect(ends.filter(({ done }) => done)).toHaveLength(1);
      const state = await stateOf(id);
      expect(state).toBe(ends[0].done ? 'granted' : 'cancelled');
      expect((await grants()).filter(({ requestId }) => requestId === id)).toHaveLength(ends[0].done ? 1 : 0);
      const after = await blocks();
      const added = Object.values(after).reduce((a, b) => a + b, 0) - Object.values(before).reduce((a, b) => a + b, 0);
      expect(added).toBe(1);
    }
  });

  it('is answered once when it is approved, approved again and denied at the same time', async () => {
    const id = await ask(store, doctor, chain);
    const deny = denyRequest(store, people.patient, chain, id, 'No.');
    const ends = await Promise.all([give(id), give(id), deny]);
    expect(ends.filter(({ done }) => done)).toHaveLength(1);
    expect((await grants()).length).toBe(ends[2].done ? 0 : 1);
  });

  it('is for the patient alone to answer, and for its doctor alone to take back', async () => {
    const id = await ask(store, doctor, chain);
    const other = people.otherPatient;
    const terms = { scope: EVERY_RECORD, until: daysAhead(store, 5) };
    const refused = [
      grantRequest(store, other, chain, id, terms),
      grantRequest(store, other, other.chain ?? '', id, terms),
      grantRequest(store, doctor, chain, id, terms),
      denyRequest(store, people.administrator, chain, id, ''),
      cancelRequest(store, people.otherDoctor, chain, id),
      cancelRequest(store, people.patient, chain, id),
    ];
    const reasons = (await Promise.allSettled(refused)).map((end) => end.status === 'rejected' && end.reason.kind);
    expect(reasons).toEqual(refused.map(() => 'not-found'));
    expect(await stateOf(id)).toBe('requested');
  });

  it('may be sent again when it ended before it was answered', async () => {
    const ended = await ask(store, doctor, chain, { until: daysAhead(store, 1) });
    store.clock.offset += 2 * 86_400_000;
    const again = await ask(store, doctor, chain);
    expect(again).not.toBe(ended);
    expect(await give(ended)).toEqual({ done: false, reason: 'not-waiting' });
    expect(await give(again)).toEqual({ done: true });
  });
});

describe('a grant', () => {
  it.each<[string, Partial<Terms['scope']>]>([
    ['the same', {}],
    ['fewer types', { types: ['visit'] }],
    ['fewer records', { records: [2] }],
    ['a later beginning', { from: '2026-02-01' }],
    ['an earlier end', { to: '2026-02-01' }],
  ])('may be narrower than was asked: %s', async (_, scope) => {
    const id = await ask(store, doctor, chain, { scope: limited });
    expect(await give(id, { scope: { ...limited, ...scope } })).toEqual({ done: true });
    expect((await grants()).map((one) => one.scope)).toEqual([{ ...limited, ...scope }]);
  });

  it.each<[string, Partial<Terms['scope']>]>([
    ['another type', { types: ['history'] }],
    ['one type more', { types: ['laboratory', 'visit', 'history'] }],
    ['every type', { types: null }],
    ['another record', { records: [3] }],
    ['every record', { records: null }],
    ['an earlier beginning', { from: '2025-12-31' }],
    ['no beginning', { from: null }],
    ['a later end', { to: '2026-07-01' }],
    ['no end', { to: null }],
    ['nothing, which a Consent would state as everything', { types: [] }],
  ])('is never wider than was asked: %s', async (_, scope) => {
    const id = await ask(store, doctor, chain, { scope: limited });
    const before = await contentOf(store.db);
    await expect(give(id, { scope: { ...limited, ...scope } })).rejects.toMatchObject({ kind: 'incorrect' });
    expect(await contentOf(store.db)).toEqual(before);
    expect(await stateOf(id)).toBe('requested');
  });

  it('ends no later than was asked, to the millisecond, and not before it begins', async () => {
    const until = daysAhead(store, 9);
    const id = await ask(store, doctor, chain, { until });
    const later = new Date(Date.parse(until) + 1).toISOString();
    for (const wrong of [later, daysAhead(store, -1), daysAhead(store, 0)]) {
      await expect(give(id, { until: wrong })).rejects.toMatchObject({ kind: 'incorrect' });
    }
    expect(await give(id, { until })).toEqual({ done: true });
  });

  it('is taken back once, at once, and by the patient alone', async () => {
    const id = await grant(store, people.patient, doctor);
    const { otherPatient } = people;
    for (const [who, where] of [
      [otherPatient, chain],
      [otherPatient, otherPatient.chain ?? ''],
      [doctor, chain],
    ] as const) {
      await expect(revokeGrant(store, who, where, id)).rejects.toMatchObject({ kind: 'not-found' });
    }
    expect(await grants()).toHaveLength(1);
    const ends = await Promise.all([1, 2, 3].map(() => revokeGrant(store, people.patient, chain, id)));
    expect(ends.filter(({ done }) => done)).toHaveLength(1);
    expect(await grants()).toEqual([]);
  });

  it('of one doctor stays when that of another is taken back', async () => {
    const other = await practitioner(store, 'doctor', 'Dr. Other');
    const [mine, theirs] = [await grant(store, people.patient, doctor), await grant(store, people.patient, other)];
    await revokeGrant(store, people.patient, chain, theirs);
    expect((await grants()).map(({ id }) => id)).toEqual([mine]);
  });
});

describe('a step whose last write fails', () => {
  const request = () => ask(store, doctor, chain);
  const steps: [string, () => Promise<string>, (id: string) => Promise<unknown>][] = [
    ['request-access', async () => '', request],
    ['grant-access', request, (id) => give(id)],
    ['deny-access', request, (id) => denyRequest(store, people.patient, chain, id, '')],
    ['cancel-request', request, (id) => cancelRequest(store, doctor, chain, id)],
    [
      'revoke-access',
      () => grant(store, people.patient, doctor),
      (id) => revokeGrant(store, people.patient, chain, id),
    ],
  ];

  it.each(steps)('leaves nothing behind: %s', async (action, prepare, step) => {
    const id = await prepare();
    const before = await contentOf(store.db);
    await withRefusedEvent(store.db, action, () => expect(step(id)).rejects.toMatchObject({ code: '23514' }));
    expect(await contentOf(store.db)).toEqual(before);
    expect(await step(id)).toBeDefined();
  });
});

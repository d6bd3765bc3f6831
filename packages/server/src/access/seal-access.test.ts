import { type JsonObject, objectsAt, parseJson } from '@patrec/fhir';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type People, registerPeople } from '../../test/support/people.ts';
import { withRefusedEvent } from '../../test/support/tables.ts';
import { openTestStore, type TestStore } from '../../test/support/test-store.ts';
import { verifyStore } from '../operations/verify/verify-store.ts';
import { insertEvent, makeEvent } from './access-log.ts';
import { sealAccess } from './seal-access.ts';

let store: TestStore;
let people: People;
beforeAll(async () => {
  store = await openTestStore();
  people = await registerPeople(store);
});
afterAll(() => store.close());

const view = (chain: string) =>
  insertEvent(store.db, makeEvent(store.ledger, people.doctor, 'view-list', { chain, basis: { kind: 'author' } }));
const views = (chain: string, count: number) => Promise.all(Array.from({ length: count }, () => view(chain)));
async function sealed(chain: string): Promise<{ blocks: number; ids: string[] }> {
  const { rows } = await store.db.pool.query<{ bytes: Buffer }>(
    `SELECT bytes FROM resource_version WHERE chain = $1 AND type = 'Bundle'`,
    [chain],
  );
  const entries = rows.flatMap(({ bytes }) => objectsAt(parseJson(bytes) as JsonObject, 'entry'));
  return { blocks: rows.length, ids: entries.map(({ resource }) => String((resource as JsonObject).id)) };
}
async function waiting(): Promise<number> {
  const { rows } = await store.db.pool.query('SELECT count(*) AS count FROM access_event_unsealed');
  return rows[0].count;
}

it('gathers what a patient’s record went through into one block', async () => {
  const { chain } = people.chart;
  await views(chain, 12);
  expect(await sealAccess(store.db, store.ledger)).toBe(12);
  const { blocks, ids } = await sealed(chain);
  expect({ blocks, ids: new Set(ids).size }).toEqual({ blocks: 1, ids: 12 });
  expect(await sealAccess(store.db, store.ledger)).toBe(0);
  expect((await sealed(chain)).blocks).toBe(1);
});

it('seals each event once, with four sealers at work while events arrive', async () => {
  const { chart, otherChart } = people;
  let arriving = true;
  const arrivals = (async () => {
    for (let i = 0; i < 10; i += 1) await Promise.all([views(chart.chain, 5), views(otherChart.chain, 5)]);
    arriving = false;
  })();
  const sealer = async () => {
    while (arriving) await sealAccess(store.db, store.ledger);
  };
  await Promise.all([sealer(), sealer(), sealer(), sealer(), arrivals]);
  await sealAccess(store.db, store.ledger);
  expect(await waiting()).toBe(0);
  for (const [chain, count] of [
    [chart.chain, 62],
    [otherChart.chain, 50],
  ] as const) {
    const { ids } = await sealed(chain);
    expect({ ids: ids.length, distinct: new Set(ids).size }).toEqual({ ids: count, distinct: count });
  }
  expect((await verifyStore(store.db, store.identity)).problems).toEqual([]);
});

it('dates a block no earlier than the last, when the clock goes back', async () => {
  const { chain } = people.chart;
  store.clock.offset -= 3_600_000;
  await view(chain);
  await sealAccess(store.db, store.ledger);
  store.clock.offset += 3_600_000;
  const { rows } = await store.db.pool.query(
    'SELECT count(*) AS back FROM block b JOIN block c ON c.chain = b.chain AND c.seq = b.seq + 1 AND c.recorded_at < b.recorded_at',
  );
  expect(rows).toEqual([{ back: 0 }]);
  expect((await verifyStore(store.db, store.identity)).problems).toEqual([]);
});

it('seals the others when one patient’s events cannot be sealed, and says so', async () => {
  const { chart, otherChart } = people;
  await view(chart.chain);
  await view(otherChart.chain);
  await store.db.pool.query(
    `ALTER TABLE block ADD CONSTRAINT refused CHECK (chain <> '${[chart.chain, otherChart.chain].sort()[0]}') NOT VALID`,
  );
  await expect(sealAccess(store.db, store.ledger)).rejects.toThrow();
  expect(await waiting()).toBe(1);
  await store.db.pool.query('ALTER TABLE block DROP CONSTRAINT refused');
  expect(await sealAccess(store.db, store.ledger)).toBe(1);
});

it('leaves events unsealed when the block fails', async () => {
  await view(people.chart.chain);
  await withRefusedEvent(store.db, 'view-list', async () => {
    await expect(sealAccess(store.db, store.ledger)).rejects.toMatchObject({ code: '23514' });
  });
  expect(await waiting()).toBe(1);
  expect(await sealAccess(store.db, store.ledger)).toBe(1);
});

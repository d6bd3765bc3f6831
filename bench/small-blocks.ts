// Many small blocks in a store of their own, each a new version of one resource, written as all blocks are: first sealed
// into the log, then verified.

import { performance } from 'node:perf_hooks';
import { type JsonObject, parseJson } from '@patrec/fhir';
import {
  type Actor,
  appendContents,
  drainLog,
  lockHead,
  makeVersion,
  newResourceId,
  registerPatient,
  registerPractitioner,
  type Store,
  startChainWorkers,
  transaction,
} from '@patrec/server';
import { observation } from './resources.ts';
import { count, type Result } from './result.ts';
import { verifyOnce } from './verify-once.ts';

const CHAINS = 40;
const BLOCKS_A_TRANSACTION = 50;
const LANES = 4;
const NOBODY = { name: { text: 'Devika Nair' }, sex: 'female' } as const;
const WITHOUT_SIGN_IN = { passwordHash: null, demo: false } as const;

/** Writes `blocks` blocks, then sequences and signs them as fast as it goes. Throws where the log has not got them all. */
export async function sealBlocks(store: Store, blocks: number): Promise<Result> {
  await writeBlocks(store, blocks);
  const pending = await count(store, 'ledger_pending');
  const before = await count(store, 'log_leaf');
  const start = performance.now();
  await drainLog(store.db, store.ledger, store.signer);
  const ours = pending / ((performance.now() - start) / 1000);
  const sealed = (await count(store, 'log_leaf')) - before;
  if (sealed !== pending || pending < blocks)
    throw new Error(`${pending} of ${blocks} were pending, ${sealed} sealed.`);
  return { name: 'blocks sealed into the log', against: 'the aim', ratio: ours / 3_000, aim: 1, ours, bare: null };
}

/** Verifies the store on every core, over and over for that many seconds. Throws where it does not verify. */
export async function verifyBlocks(store: Store, seconds: number): Promise<Result> {
  const workers = startChainWorkers(store.settings, store.ledger.log);
  await verifyOnce(store, workers);
  let blocks = 0;
  const start = performance.now();
  const elapsed = () => (performance.now() - start) / 1000;
  while (elapsed() < seconds) blocks += (await verifyOnce(store, workers)).blocks;
  const ours = blocks / elapsed();
  await workers.stop();
  return { name: 'small blocks verified', against: 'the aim', ratio: ours / 20_000, aim: 1, ours, bare: null };
}

async function writeBlocks(store: Store, blocks: number): Promise<void> {
  const staff = await registerStaff(store);
  const chains = Array.from({ length: CHAINS }, (_, i) => i);
  const lane = async () => {
    while (chains.pop() !== undefined) await writeChain(store, staff, Math.ceil(blocks / CHAINS));
  };
  await Promise.all(Array.from({ length: LANES }, lane));
}

async function registerStaff(store: Store): Promise<Actor> {
  const { account, login } = await registerPractitioner(store, store.ledger.systemAccount, {
    ...{ role: 'staff', details: NOBODY, speciality: null, hours: [], workplace: 'Clinic', city: 'Kochi' },
    ...WITHOUT_SIGN_IN,
  });
  return { account, login, name: NOBODY.name.text, role: 'staff', verified: true, chain: null };
}

async function writeChain(store: Store, staff: Actor, blocks: number): Promise<void> {
  const registration = { ...NOBODY, birthDate: '1974-03-09' };
  const { chain } = await registerPatient(store, staff, { registration, besides: () => [], ...WITHOUT_SIGN_IN });
  const id = newResourceId(store.ledger, chain);
  for (let version = 1; version <= blocks; ) {
    await transaction(store.db, async (tx) => {
      let head = await lockHead(tx, store.ledger, chain);
      for (const end = version + BLOCKS_A_TRANSACTION; version < end; version += 1) {
        const act = { type: 'registration', author: staff.account } as const;
        const content = makeVersion(store.ledger, bloodTest(id, head.recordedAt), { version });
        head = await appendContents(tx, store.ledger, head, act, [content]);
      }
    });
  }
}

function bloodTest(id: string, at: string): JsonObject {
  const resource = { id, ...observation({ patient: 'Patient/1', at }, '13.4') };
  return parseJson(Buffer.from(JSON.stringify(resource))) as JsonObject;
}

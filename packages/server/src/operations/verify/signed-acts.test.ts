// What only blocks that somebody forged could say: an erasure that was not agreed on as it was done, and keys registered
// without being had. Each is one word away from a block that holds.

import { accountEventResource, type Erasure, erasureTask, formatJson, type JsonObject } from '@patrec/fhir';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openTestStore, type TestStore } from '../../../test/support/test-store.ts';
import { extentHash } from '../../records/erasure-extent.ts';
import { checkErasing } from './erasure-rows.ts';
import { checkSignatures } from './key-rows.ts';
import { newTally, type ProvedBlock } from './tally.ts';

const AT = '2026-10-01T09:00:00.000Z';
const ID = 'aaaaaaaaaaaa-bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb';
const tally = (isInstitution: boolean) =>
  newTally({ chain: 'a', systemAccount: 'SYS', isInstitution, patientAccount: null }, 'PAT001', new Map());

interface Shown {
  readonly type: string;
  readonly author: string;
  readonly resources: readonly JsonObject[];
  readonly authorKey?: string;
  readonly erasure?: ProvedBlock['erasure'];
}

function shown({ type, author, resources, authorKey, erasure }: Shown): ProvedBlock {
  const contents = resources.map((resource) => ({ type: resource.resourceType, bytes: formatJson(resource) }));
  return { header: { seq: 7 }, statement: { type, author, authorKey }, contents, erasure } as unknown as ProvedBlock;
}

describe('an erasure', () => {
  const blocks = [{ seq: 3, hash: '11'.repeat(32), records: [1] }];
  const agreed: Erasure = {
    id: ID,
    versionId: '1',
    lastUpdated: AT,
    patient: { reference: 'Patient/x', display: 'Lakshmi' },
    patientNumber: 'PAT001',
    record: 1,
    basis: 'request',
    reference: 'Letter of 14-Nov-2026',
    reason: 'Asked for.',
    extent: extentHash(blocks),
    proposed: { at: AT, by: 'ADM1' },
    until: AT,
    state: 'proposed',
    ended: null,
  };
  const done = { ...agreed, versionId: '2', state: 'erased', ended: { at: AT, by: 'ADM2' } } as const;
  const said = { basis: 'request', reference: agreed.reference, blocks };

  function problems(proposal: Erasure, erasing: { task?: Erasure; author?: string; said?: object } = {}) {
    const { task = done, author = 'second' } = erasing;
    const seen = tally(false);
    const proposing = shown({ type: 'erasure', author: 'first', resources: [erasureTask(proposal)] });
    const erasure = { ...said, ...erasing.said } as unknown as ProvedBlock['erasure'];
    const block = shown({ type: 'erasure', author, resources: [erasureTask(task)], erasure });
    return [proposing, block].flatMap((one) => checkErasing(seen, one));
  }

  test('that two administrators agreed on holds', () => {
    expect(problems(agreed)).toEqual([]);
  });

  test.each([
    ['by one alone', agreed, { author: 'first' }],
    ['on another basis', agreed, { said: { basis: 'court-order' } }],
    ['by another letter', agreed, { said: { reference: 'Letter of 15-Nov-2026' } }],
    ['of more than was seen', agreed, { said: { blocks: [...blocks, { ...blocks[0], seq: 4 }] } }],
    ['of what was never proposed', { ...agreed, id: ID.replaceAll('b', 'c') }, {}],
    ['that is not said to be done', agreed, { task: { ...agreed, versionId: '2', state: 'refused' } as Erasure }],
  ])('%s is found', (_, proposal, erasing) => {
    expect(problems(proposal, erasing).map(({ message }) => message)).toEqual([
      'Block 7 erases what two administrators did not agree on.',
    ]);
  });
});

describe('a key', () => {
  let store: TestStore;
  beforeAll(async () => {
    store = await openTestStore();
  });
  afterAll(() => store.close());
  const act = (detail: string, key: string, of = 'doctor') =>
    accountEventResource({
      id: ID,
      at: AT,
      actor: { account: of, login: 'DOC1' },
      account: { id: of, login: 'DOC1' },
      detail,
      more: { key },
    });
  const registered = (key: string, authorKey = key, author = 'doctor') =>
    shown({ type: 'key', author, authorKey, resources: [act('key-registered', key)] });
  const revoked = (key: string) => shown({ type: 'key', author: 'doctor', resources: [act('key-revoked', key)] });
  const problems = async (...blocks: ProvedBlock[]) =>
    (await checkSignatures(store.db, tally(true), blocks)).map(({ check }) => check);

  test('that is registered by whoever has it, and revoked once, holds', async () => {
    expect(await problems(registered('one'), revoked('one'), registered('two'))).toEqual([]);
  });

  test.each([
    ['registered under the signature of another', [registered('one', 'two')]],
    ['registered for somebody else', [registered('one', 'one', 'stranger')]],
    ['registered twice', [registered('one'), registered('one')]],
    ['registered again after it was revoked', [registered('one'), revoked('one'), registered('one')]],
    ['revoked before it was registered', [revoked('one')]],
    ['revoked twice', [registered('one'), revoked('one'), revoked('one')]],
  ])('%s is found', async (_, blocks) => {
    expect(await problems(...blocks)).toEqual(['signature']);
  });
});

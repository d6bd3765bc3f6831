import { copyFile, readFile, rm, writeFile } from 'node:fs/promises';
import { checkConsistency, consistencyProof, noteVerifier, openCheckpoint, parseVerifierKey } from '@patrec/ledger';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { registerPeople } from '../../test/support/people.ts';
import { practitioner } from '../../test/support/practitioners.ts';
import { openTestStore, type TestStore } from '../../test/support/test-store.ts';
import { newestCheckpoint, readTile } from './log-store.ts';
import { drainLog } from './run-log.ts';
import { sequenceBatch } from './sequence.ts';
import { type Signer, signCheckpoint } from './signer.ts';
import { readSignerState } from './signer-state.ts';

let store: TestStore;
beforeAll(async () => {
  store = await openTestStore();
  await registerPeople(store);
});
afterAll(() => store.close());
beforeEach(async () => {
  await grow();
  await drainLog(store.db, store.ledger, store.signer);
});

const grow = () => practitioner(store, 'staff', 'Somebody');
const sign = () => signCheckpoint(store.db, store.ledger, store.signer);
const sql = (text: string) => store.db.pool.query(text);
async function published() {
  const note = (await newestCheckpoint(store.db))?.note ?? '';
  return openCheckpoint(note, store.ledger.log, [noteVerifier(parseVerifierKey(store.key.verifierKey))]);
}

describe('signCheckpoint', () => {
  it('signs what grew, each checkpoint an extension of the last, and nothing twice', async () => {
    const first = await published();
    expect(await sign()).toBe(false);
    await grow();
    expect(await sign()).toBe(false);
    await sequenceBatch(store.db, store.ledger.log);
    expect(await sign()).toBe(true);
    const second = await published();
    expect(second.size).toBe(first.size + 1);
    const tile = async (level: number, index: number, width: number) =>
      ((await readTile(store.db, level, index)) ?? new Uint8Array()).subarray(0, width * 32);
    const proof = await consistencyProof(first.size, second.size, tile);
    checkConsistency(first.size, first.root, second.size, second.root, proof);
  });

  it('publishes after a crash between its own file and the database', async () => {
    const before = await published();
    await grow();
    await sequenceBatch(store.db, store.ledger.log);
    await sql('ALTER TABLE log_checkpoint ADD CONSTRAINT refused CHECK (size < 0) NOT VALID');
    await expect(sign()).rejects.toThrow();
    await sql('ALTER TABLE log_checkpoint DROP CONSTRAINT refused');
    expect((await readSignerState(store.signer.stateFile))?.size).toBe(before.size + 1);
    expect((await published()).size).toBe(before.size);
    expect(await sign()).toBe(true);
    expect((await published()).size).toBe(before.size + 1);
  });

  it('refuses a log that lost entries: an old backup', async () => {
    await sql(`CREATE TABLE kept AS SELECT * FROM log_leaf; CREATE TABLE kept_size AS SELECT * FROM log_state;
      DELETE FROM log_leaf WHERE index >= 3; UPDATE log_state SET size = 3`);
    await expect(sign()).rejects.toThrow(/^The log has 3 entries but \d+ were signed: entries are missing/);
    await sql(`DELETE FROM log_leaf; INSERT INTO log_leaf SELECT * FROM kept; DROP TABLE kept;
      UPDATE log_state s SET size = k.size FROM kept_size k; DROP TABLE kept_size`);
    expect(await sign()).toBe(false);
  });

  it('refuses a log in which a signed entry was rewritten, also after it grew', async () => {
    const rewrite = `UPDATE log_tile SET hashes = set_byte(hashes, 33, get_byte(hashes, 33) # 1) WHERE level = 0`;
    await sql(rewrite);
    await grow();
    await sequenceBatch(store.db, store.ledger.log);
    const before = await published();
    await expect(sign()).rejects.toThrow(/entries are not those that were signed/);
    expect((await published()).size).toBe(before.size);
    await sql(rewrite);
    expect(await sign()).toBe(true);
  });

  it('refuses to go on when it does not know what it signed last', async () => {
    const { stateFile } = store.signer;
    const state = await readFile(stateFile);
    for (const damage of [
      () => rm(stateFile),
      () => writeFile(stateFile, ''),
      () => writeFile(stateFile, '{"size":"1"}'),
    ]) {
      await damage();
      await grow();
      await sequenceBatch(store.db, store.ledger.log);
      await expect(sign()).rejects.toThrow();
      await writeFile(stateFile, state);
    }
    expect(await sign()).toBe(true);
  });

  it('takes turns with another process: each remembers what either signed, and no cosignature is lost', async () => {
    const other = { ...store.signer, stateFile: `${store.signer.stateFile}.other` };
    // Without a copy of the file it is as if it had lost it.
    await expect(signCheckpoint(store.db, store.ledger, other)).rejects.toThrow(
      /log\.signed\.other is missing: .* a further server of this log is given a copy of log\.signed/,
    );
    expect(await sign()).toBe(false);
    await copyFile(store.signer.stateFile, other.stateFile);
    for (let round = 0; round < 4; round += 1) {
      const drain = (signer: Signer) => drainLog(store.db, store.ledger, signer);
      await Promise.all([store.signer, other, store.signer, other].map(async (one) => grow().then(() => drain(one))));
      await sql(`UPDATE log_checkpoint SET note = note || E'— witness cosigned\n'`);
      expect(await signCheckpoint(store.db, store.ledger, other)).toBe(false);
      expect(await sign()).toBe(false);
      const { size, note } = (await newestCheckpoint(store.db)) ?? {};
      expect(note).toMatch(/cosigned\n$/);
      for (const { stateFile } of [store.signer, other]) expect((await readSignerState(stateFile))?.size).toBe(size);
    }
    await sql(`UPDATE log_checkpoint SET note = replace(note, E'— witness cosigned\n', '')`);
  });

  it('refuses a database whose log is another than the one it signed', async () => {
    const { size } = await published();
    await writeFile(store.signer.stateFile, JSON.stringify({ size, root: Buffer.alloc(32).toString('base64') }));
    await grow();
    await sequenceBatch(store.db, store.ledger.log);
    await expect(sign()).rejects.toThrow(/entries are not those that were signed/);
    const { root } = await published();
    const state = { size, root: Buffer.from(root).toString('base64') };
    await writeFile(store.signer.stateFile, JSON.stringify(state));
    expect(await sign()).toBe(true);
  });
});

// Every attack of section 6 of the ledger's specification, carried out on a real database by somebody who makes all the rest
// fit, and which check catches it. The first table is caught by `patrec verify` and the signer; what follows is by whoever
// holds the database, the log's key and its state file, and is caught from outside alone.

import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  base64,
  type Checkpoint,
  checkConsistency,
  checkReceipt,
  consistencyProof,
  formatCheckpoint,
  formatTlogProof,
  formatVerifierKey,
  formatWitnessRequest,
  noteSigner,
  noteVerifier,
  openCheckpoint,
  openWitnessed,
  parsePolicy,
  parseReceipt,
  parseSignerKey,
  parseStatement,
  parseTlogProof,
  parseVerifierKey,
  type SignerKey,
  sha256,
  signerKey,
  signNote,
  signStatement,
  statementBytes,
} from '@patrec/ledger';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Db } from '../src/db/pool.ts';
import { transaction } from '../src/db/transaction.ts';
import { stateDirectoryEvent } from '../src/identity/account-event.ts';
import { revokeKey } from '../src/identity/change-signing-keys.ts';
import { lockHead } from '../src/ledger/append.ts';
import { keysAtHand } from '../src/ledger/log-key.ts';
import { insertLogKey } from '../src/ledger/log-key-store.ts';
import { handover, presentPolicy } from '../src/ledger/log-keys.ts';
import { newestCheckpoint, tileReader } from '../src/ledger/log-store.ts';
import { type LogPolicy, openPolicy, type ReachableWitness } from '../src/ledger/open-policy.ts';
import { drainLog } from '../src/ledger/run-log.ts';
import { askWitness, requireWitnessed } from '../src/ledger/run-witnesses.ts';
import { sequenceBatch } from '../src/ledger/sequence.ts';
import { signCheckpoint } from '../src/ledger/signer.ts';
import { writeSignerState } from '../src/ledger/signer-state.ts';
import { beginLogKeyChange, finishLogKeyChange } from '../src/operations/log-key/change-log-key.ts';
import { verifyFiles } from '../src/operations/verify/verify-files.ts';
import { verifyStore } from '../src/operations/verify/verify-store.ts';
import { patientReader } from '../src/records/patient-store.ts';
import { readReceipt } from '../src/records/read-receipt.ts';
import { backup, blocksOf, rebuildLog, resealFrom, sealAtEnd } from './support/attacker.ts';
import { writeDocument } from './support/document-record.ts';
import { accepted, onePatient } from './support/guardianships.ts';
import { writeLaboratory } from './support/laboratory-record.ts';
import { manipulate, takenBack } from './support/manipulated-store.ts';
import { BLOCK2, copyOf, LAST, REC2, ROW2 } from './support/manipulations/manipulation.ts';
import { type People, registerPeople } from './support/people.ts';
import { pdfFile } from './support/sample-files.ts';
import { giveKey } from './support/software-key.ts';
import { openTestStore, type TestStore } from './support/test-store.ts';
import { startWitness, type WitnessProcess } from './support/witness-process.ts';

let store: TestStore;
let people: People;
let folder: string;
let witness: WitnessProcess;
let policy: LogPolicy;
let old: Awaited<ReturnType<typeof backup>>;
let receipt: Uint8Array;
let kept: Checkpoint;
let second: number;

beforeAll(async () => {
  [folder, store] = await Promise.all([mkdtemp(join(tmpdir(), 'patrec-attacks-')), openTestStore()]);
  const starting = startWitness(folder, 'north', store.key.verifierKey);
  people = await registerPeople(store);
  const { doctor, chart, patient, staff } = people;
  for (const comment of ['First.', 'Not anaemic.', 'Third.'])
    await writeLaboratory(store, doctor, chart, { haemoglobin: '9.50', comment });
  await writeDocument(store, doctor, chart, pdfFile());
  await accepted(store, patient, await onePatient(store, staff, 'Leela Rao', '1970-01-01'));
  await revokeKey(store, doctor, (await giveKey(store, doctor)).publicKey);
  await drainLog(store.db, store.ledger, store.signer);
  old = await backup(store);
  await writeLaboratory(store, doctor, chart);
  await drainLog(store.db, store.ledger, store.signer);
  witness = await starting;
  const file = join(folder, 'policy');
  await writeFile(file, `log ${store.key.verifierKey}\nwitness north ${witness.line}\nquorum north\n`);
  policy = await openPolicy(file, store.key.verifierKey);
  expect(await askOf(store.db)).toMatchObject({ kind: 'cosigned' });
  const issued = await readReceipt(
    { ...store, patientByNumber: patientReader(store.db), policy: policy.text },
    doctor,
    'PAT001',
    {
      of: { record: 2 },
      before: false,
    },
  );
  if (issued.state !== 'issued') throw new Error('There is no receipt.');
  receipt = issued.bytes;
  kept = await published(store.db);
  second = (await store.db.pool.query(filled(`SELECT ${BLOCK2} AS seq`))).rows[0].seq;
});
afterAll(async () => {
  witness.process.kill('SIGKILL');
  await old.close();
  await store.close();
  await rm(folder, { recursive: true });
});

const filled = (sql: string) =>
  sql.replaceAll(':chain', people.chart.chain).replaceAll(':other', people.otherChart.chain);
const run = (db: Db, sql: string) => manipulate(db, filled(sql));
const witnessed = (db: Db) => ({ db, log: store.ledger.log, verifierKey: store.key.verifierKey, policy });
const askOf = (db: Db) => askWitness(witnessed(db), policy.witnesses[0] as ReachableWitness);

async function published(db: Db): Promise<Checkpoint> {
  const note = (await newestCheckpoint(db))?.note ?? '';
  return openCheckpoint(note, store.ledger.log, [noteVerifier(parseVerifierKey(store.key.verifierKey))]);
}

async function findings(db: Db, { stateFile } = store.signer): Promise<string[]> {
  const { problems } = await verifyStore(db, { ...store.identity, stateFile });
  return problems.map(({ where, check, message }) => `${where} ${check}: ${message}`);
}

const edit = (db: Db) =>
  run(
    db,
    `UPDATE resource_version SET bytes = convert_to(replace(convert_from(bytes, 'UTF8'), 'Not anaemic', 'Now anaemic'), 'UTF8')
     WHERE ${REC2} AND type = 'DiagnosticReport';
     UPDATE record SET summary = replace(summary, 'Not anaemic', 'Now anaemic'),
       words = replace(words, 'not anaemic', 'now anaemic') WHERE ${ROW2}`,
  );
const cutTail = (db: Db) =>
  run(
    db,
    `DELETE FROM observation WHERE chain = ':chain' AND record = 5;
     DELETE FROM record WHERE chain = ':chain' AND number = 5;
     DELETE FROM access_event WHERE chain = ':chain' AND block_seq = ${LAST};
     DELETE FROM resource_version WHERE chain = ':chain' AND block_seq = ${LAST};
     DELETE FROM block WHERE chain = ':chain' AND seq = ${LAST};
     UPDATE chain_head h SET seq = b.seq, hash = b.hash, recorded_at = b.recorded_at FROM block b
     WHERE h.chain = ':chain' AND b.chain = h.chain AND b.seq = h.seq - 1`,
  );
const write = (db: Db) => writeLaboratory({ db, ledger: store.ledger }, people.doctor, people.chart);
const reseal = (db: Db, recordedAt?: string) => resealFrom(db, people.chart.chain, second, recordedAt);
const unrevoke = (db: Db) =>
  run(db, 'UPDATE signing_key SET revoked_at = NULL, revoked_seq = NULL, revoked_by = NULL, reason = NULL');
const rebuild = (db: Db) => rebuildLog(db, store.ledger.log);
const record2 = async (db: Db) =>
  (await blocksOf(db, people.chart.chain))[second] as Awaited<ReturnType<typeof blocksOf>>[0];

interface Attack {
  readonly attack: string;
  readonly caughtBy: string;
  readonly carryOut: (db: Db) => Promise<unknown>;
  /** What `patrec verify` says: where, which check, why. */
  readonly finds: RegExp;
  /** Why the signer refuses, where it is the signer that catches it. */
  readonly signer?: string;
}

const attacks: readonly Attack[] = [
  {
    attack: 'edit a row',
    caughtBy: 'the commitment to its bytes',
    carryOut: edit,
    finds: /^PAT001-REC2 commitment/,
  },
  {
    attack: 'edit a row and recompute the chain',
    caughtBy: 'the leaves in the log',
    carryOut: (db) => edit(db).then(() => reseal(db)),
    finds: /^entry \d+ of the log log: It is not the block/,
  },
  {
    attack: 'edit a row, recompute the chain and rebuild the log',
    caughtBy: 'the last signed checkpoint, and the signer that signs nothing else',
    carryOut: (db) =>
      edit(db)
        .then(() => reseal(db))
        .then(() => rebuild(db)),
    finds: /^the log log: It is not an extension of the \d+ entries that were signed/,
    signer: 'entries are not those that were signed',
  },
  {
    attack: 'delete a middle row',
    caughtBy: 'the sequence of its chain',
    carryOut: (db) => run(db, `DELETE FROM block WHERE chain = ':chain' AND seq = ${BLOCK2}`),
    finds: /^PAT001, block \d+ sequence/,
  },
  {
    attack: 'delete a chain’s tail',
    caughtBy: 'the leaves in the log',
    carryOut: cutTail,
    finds: /^entry \d+ of the log log: It is not the block/,
  },
  {
    attack: 'truncate the log, and the chain with it',
    caughtBy: 'the last signed checkpoint, and the signer',
    carryOut: (db) => cutTail(db).then(() => rebuild(db)),
    finds: /^the log log: It is not an extension of the \d+ entries that were signed/,
    signer: 'entries are missing',
  },
  {
    attack: 'replay a statement, where the database no more refuses it',
    caughtBy: 'the contents, which are of one block',
    async carryOut(db) {
      await db.pool.query('ALTER TABLE block DROP CONSTRAINT block_chain_author_nonce_key');
      await sealAtEnd(db, people.chart.chain, await record2(db));
      await sequenceBatch(db, store.ledger.log);
    },
    finds: /^PAT001, block \d+ content/,
  },
  {
    attack: 'back-date a new block',
    caughtBy: 'the times of its chain',
    async carryOut(db) {
      const { header, statement } = await record2(db);
      const fresh = statementBytes({ ...parseStatement(statement), nonce: 'ab'.repeat(16), contents: [] });
      await sealAtEnd(db, people.chart.chain, { header, statement: Buffer.from(fresh) }, '2020-01-01T00:00:00.000Z');
      await sequenceBatch(db, store.ledger.log);
    },
    finds: /^PAT001, block \d+ time/,
  },
  {
    attack: 'back-date a block by the little that its chain allows, and recompute the chain',
    caughtBy: 'the leaves in the log',
    async carryOut(db) {
      const before = (await blocksOf(db, people.chart.chain))[second - 1];
      await reseal(db, JSON.parse(String(before?.header)).recordedAt);
    },
    finds: /^entry \d+ of the log log: It is not the block/,
  },
  {
    attack: 're-order two blocks and recompute the chain',
    caughtBy: 'the leaves in the log',
    async carryOut(db) {
      for (const [table, column] of [
        ['block', 'seq'],
        ['resource_version', 'block_seq'],
        ['record', 'block_seq'],
      ])
        await run(
          db,
          `UPDATE ${table} SET ${column} = 1000 + ${column} WHERE chain = ':chain' AND ${column} IN (${second}, ${second + 1});
           UPDATE ${table} SET ${column} = ${2 * second + 1001} - ${column} WHERE chain = ':chain' AND ${column} >= 1000`,
        );
      await reseal(db);
    },
    finds: /^entry \d+ of the log log: It is not the block/,
  },
  {
    attack: 're-order two entries of the log, tiles and bundles with them',
    caughtBy: 'the last signed checkpoint, and the signer',
    async carryOut(db) {
      await run(
        db,
        `UPDATE block SET leaf_index = leaf_index + 1000 WHERE leaf_index IN (3, 4);
         UPDATE block SET leaf_index = 1007 - leaf_index WHERE leaf_index >= 1000`,
      );
      await rebuild(db);
    },
    finds: /^the log log: It is not an extension of the \d+ entries that were signed/,
    signer: 'entries are not those that were signed',
  },
  {
    attack: 'move a record to another patient',
    caughtBy: 'the statement, which names its chain',
    async carryOut(db) {
      await sealAtEnd(db, people.otherChart.chain, await record2(db));
      await run(
        db,
        ['record', 'resource_version', 'observation']
          .map((table) => `UPDATE ${table} SET chain = ':other' WHERE chain = ':chain' AND ${NUMBER[table]} = 2`)
          .join(';'),
      );
      await sequenceBatch(db, store.ledger.log);
    },
    finds: /^PAT002(-REC2|, block \d+) chain/,
  },
  {
    attack: 'never log an acknowledged write',
    caughtBy: 'the block that is neither in the log nor waits for it',
    async carryOut(db) {
      await write(db);
      await run(db, `DELETE FROM ledger_pending WHERE chain = ':chain'`);
    },
    finds: /^chain \S+, block \d+ log: It is neither in the log nor waiting for it/,
  },
  {
    attack: 'fake an erasure: the body of a block goes, and a row says that it was erased',
    caughtBy: 'the erasure block that is not there',
    carryOut: (db) =>
      run(
        db,
        `UPDATE block SET type = NULL, author = NULL, nonce = NULL, header = NULL, statement = NULL, recorded_at = NULL
         WHERE chain = ':chain' AND seq = ${BLOCK2};
         DELETE FROM resource_version WHERE ${REC2};
         DELETE FROM observation WHERE ${REC2};
         DELETE FROM record WHERE ${ROW2};
         INSERT INTO erased_record (chain, number, erasure) VALUES (':chain', 2, 'faked')`,
      ),
    finds: /^PAT001, block \d+ erasure: .*no erasure says so/,
  },
  {
    attack: 'revive a revoked author key',
    caughtBy: 'the revocation in the institution’s chain',
    carryOut: unrevoke,
    finds: /^the institution index: A key that a doctor signs with/,
  },
  {
    attack: 'back-date a key',
    caughtBy: 'its registration in the institution’s chain',
    carryOut: (db) => run(db, `UPDATE signing_key SET made_at = made_at - interval '1 year'`),
    finds: /^the institution index: A key that a doctor signs with/,
  },
  {
    attack: 'back-date a key by the block that registers it',
    caughtBy: 'the leaves in the log',
    carryOut: (db) =>
      run(
        db,
        `UPDATE block SET leaf_index = -1 WHERE leaf_index = 0;
         UPDATE block SET leaf_index = 0 WHERE type = 'key' AND seq = (SELECT made_seq FROM signing_key)`,
      ),
    finds: /^(entry \d+ of the log|.*block \d+) log/,
  },
  {
    attack: 'fake a guardian',
    caughtBy: 'the patient’s chain, in which nobody invited or accepted',
    carryOut: (db) => run(db, copyOf('guardianship', `'chain', ':other'::text`, `chain = ':chain'`)),
    finds: /^PAT002 index/,
  },
  {
    attack: 'fake a permission',
    caughtBy: 'the patient’s chain, which has no such Consent',
    carryOut: (db) =>
      run(
        db,
        `INSERT INTO access_grant (chain, id, request_id, grantee, purpose, until, granted_at)
         SELECT ':chain', 'faked', 'faked', id, 'TREAT', now() + interval '1 year', now() FROM account WHERE login = 'DOC2'`,
      ),
    finds: /^PAT001 index/,
  },
];
const NUMBER: Record<string, string> = { record: 'number', resource_version: 'record', observation: 'record' };

describe('by whoever holds the database', () => {
  it('nothing is found before', async () => expect(await findings(store.db)).toEqual([]));

  it.each(attacks)('$attack: caught by $caughtBy', async ({ carryOut, finds, signer }) => {
    await takenBack(store, async (db) => {
      await carryOut(db);
      expect(await findings(db)).toEqual(expect.arrayContaining([expect.stringMatching(finds)]));
      if (signer !== undefined) await expect(signCheckpoint(db, store.ledger, store.signer)).rejects.toThrow(signer);
    });
  });

  it('edit a file: caught by its seal and its commitment', async () => {
    const { rows } = await store.db.pool.query<{ object: string }>('SELECT object FROM file');
    const object = rows[0]?.object ?? '';
    const path = join(store.files.incoming, '..', 'objects', object.slice(0, 2), object);
    const whole = await readFile(path);
    await writeFile(path, whole.with(100, (whole[100] ?? 0) ^ 1));
    const { problems } = await verifyFiles(store.db, store.files);
    await writeFile(path, whole);
    expect(problems).toMatchObject([{ where: 'PAT001-REC4', check: 'file' }]);
  });

  it('replay a statement: refused by the database', async () => {
    await takenBack(store, async (db) => {
      const replay = sealAtEnd(db, people.chart.chain, await record2(db));
      await expect(replay).rejects.toThrow('block_chain_author_nonce_key');
    });
  });

  it('restore an old backup: caught by the last signed checkpoint, by the signer, and by a witness where the state is lost', async () => {
    const { ledger, signer } = store;
    expect(await findings(old.db)).toEqual([expect.stringMatching(/^the log log: It is not an extension/)]);
    await expect(signCheckpoint(old.db, ledger, signer)).rejects.toThrow('entries are missing');
    await expect(requireWitnessed(witnessed(old.db))).rejects.toThrow('entries are missing');
    for (let i = 0; i < 2; i += 1) await write(old.db);
    await expect(drainLog(old.db, ledger, signer)).rejects.toThrow('entries are not those that were signed');
    await expect(requireWitnessed(witnessed(old.db))).rejects.toThrow('entries are not those that were signed');
  });
});

// Whoever has key and state signs what they like: nothing inside contradicts them any more.
async function signAnew(db: Db, name: string): Promise<void> {
  const forger = { keys: store.signer.keys, stateFile: join(folder, name) };
  const last = await newestCheckpoint(db);
  if (last) await writeSignerState(forger.stateFile, { size: last.size, root: base64(last.root) });
  await drainLog(db, store.ledger, forger);
  expect(await findings(db, forger)).toEqual([]);
}

async function contradicts(db: Db): Promise<void> {
  const now = await published(db);
  const proof = await consistencyProof(kept.size, now.size, tileReader(db));
  expect(() => checkConsistency(kept.size, kept.root, now.size, now.root, proof)).toThrow('consistency');
}

describe('by whoever holds the key and the signer’s state too', () => {
  it('rebuild the log and re-sign: not found inside; caught by a witness, an older checkpoint and a receipt', async () => {
    await takenBack(store, async (db) => {
      await edit(db);
      await reseal(db);
      await rebuild(db);
      await signAnew(db, 'rebuilt');
      expect(await askOf(db)).toMatchObject({ kind: 'fork' });
      await contradicts(db);
      const saved = parseReceipt(receipt);
      expect(checkReceipt(saved, policy).checkpoint.witnessed).toBe(true);
      const proof = parseTlogProof(saved.proof);
      const checkpoint = (await newestCheckpoint(db))?.note ?? '';
      expect(() => checkReceipt({ ...saved, proof: formatTlogProof({ ...proof, checkpoint }) }, policy)).toThrow(
        'inclusion',
      );
    });
  });

  it('show two patients two trees: not found in either; caught by a witness, and by comparing their checkpoints', async () => {
    for (let i = 0; i < 2; i += 1) await write(old.db);
    await signAnew(old.db, 'second');
    expect(await findings(store.db)).toEqual([]);
    expect(await askOf(old.db)).toMatchObject({ kind: 'fork' });
    await contradicts(old.db);
  });

  it('malformed proofs: refused by a witness, whatever was turned, cut, added or exchanged in them', async () => {
    await takenBack(store, async (db) => {
      await write(db);
      await signAnew(db, 'malformed');
      const { size, note } = (await newestCheckpoint(db)) ?? { size: 0, note: '' };
      const proof = await consistencyProof(kept.size, size, tileReader(db));
      const turned = proof.flatMap((hash, at) =>
        [0, 17, 31].map((byte) => proof.with(at, hash.with(byte, (hash[byte] ?? 0) ^ 1))),
      );
      const malformed = [...turned, proof.slice(1), proof.slice(0, -1), [...proof, ...proof], proof.toReversed(), []];
      const url = policy.witnesses[0]?.url;
      const others = malformed.filter((one) => one.length !== proof.length || one.some((hash, i) => hash !== proof[i]));
      for (const one of others) {
        const body = formatWitnessRequest({ oldSize: kept.size, proof: one, note });
        expect((await fetch(`${url}/add-checkpoint`, { method: 'POST', body })).status).toBe(422);
      }
      const text = formatWitnessRequest({ oldSize: kept.size, proof, note }).replace('old ', 'old 0');
      expect((await fetch(`${url}/add-checkpoint`, { method: 'POST', body: text })).status).toBe(400);
    });
  });
});

describe('with another key of the log', () => {
  const ORIGIN = () => store.ledger.log;
  const strange = () => signerKey(ORIGIN(), new Uint8Array(32).fill(13));
  const textOf = ({ name, publicKey }: SignerKey) => formatVerifierKey(name, publicKey);
  const headOf = async (db: Db) => (await blocksOf(db, store.ledger.institutionChain)).at(-1);
  const signedBy = (key: SignerKey, checkpoint: Omit<Checkpoint, 'origin'>) =>
    signNote(formatCheckpoint({ origin: ORIGIN(), ...checkpoint }), [noteSigner(key)]);

  it('a rotated-in key that the log never announced: caught by the institution’s chain; the signer signs nothing beside it', async () => {
    await takenBack(store, async (db) => {
      const blocks = await blocksOf(db, store.ledger.institutionChain);
      const last = blocks.findLast((block) => parseStatement(block.statement).type !== 'key');
      await db.pool.query(
        `INSERT INTO log_key (verifier_key, announced_at, announced_seq) VALUES ($1, NULL, NULL), ($2, now(), $3)`,
        [store.key.verifierKey, textOf(strange()), last?.seq],
      );
      const { size, root } = await published(db);
      await db.pool.query('UPDATE log_checkpoint SET note = $2 WHERE size = $1', [
        size,
        signedBy(strange(), { size, root }),
      ]);
      expect(await findings(db)).toEqual(
        expect.arrayContaining([
          expect.stringMatching(/^the institution index: A key of the log is not what the chain announces/),
          expect.stringMatching(/^the log’s checkpoint signature: No known key has signed/),
        ]),
      );
      // A block that is said to be the announcement is found itself, and the signer believes it no more.
      await db.pool.query(`UPDATE block SET type = 'key' WHERE chain = $1 AND seq = $2`, [
        store.ledger.institutionChain,
        last?.seq,
      ]);
      expect(await findings(db)).toContainEqual(expect.stringMatching(/^the institution, block \d+ header/));
      await write(db);
      await expect(drainLog(db, store.ledger, store.signer)).rejects.toThrow("not in this server's files");
    });
  });

  it('a key announced in the institution’s chain by whoever holds the database: caught by the signature that it lacks', async () => {
    await takenBack(store, async (db) => {
      const key = strange();
      const by = { account: store.ledger.systemAccount, login: 'SYSTEM' };
      const more = {
        key: textOf(key),
        with: store.key.verifierKey,
        proof: signStatement(handover(store.key.verifierKey, textOf(key)), key.seed),
      };
      await transaction(db, async (tx) => {
        const head = await lockHead(tx, store.ledger, store.ledger.institutionChain);
        const signature = (statement: Uint8Array) => signStatement(statement, key.seed);
        const signing = { key: base64(key.publicKey), at: head.recordedAt, signature };
        const event = { action: 'log-key-announced', by, of: by, more } as const;
        await stateDirectoryEvent(tx, store.ledger, head, event, { type: 'key', signing });
        await insertLogKey(tx, store.key.verifierKey, null);
        await insertLogKey(tx, textOf(key), { at: head.recordedAt, seq: head.seq + 1 });
      });
      await sequenceBatch(db, ORIGIN());
      const seq = (await headOf(db))?.seq;
      expect(await findings(db)).toContainEqual(
        expect.stringMatching(new RegExp(`^the institution, block ${seq} signature: .*What it says of a key`)),
      );
      await expect(signCheckpoint(db, store.ledger, store.signer)).rejects.toThrow("not in this server's files");
    });
  });

  it('backdated with an old key: refused past its end and while both sign; before that, by the quorum of witnesses', async () => {
    await takenBack(store, async (db) => {
      const keyFile = join(folder, 'changing.key');
      const stateFile = join(folder, 'changing.signed');
      for (const [from, to] of [
        [store.keyFile, keyFile],
        [store.signer.stateFile, stateFile],
      ] as const)
        await writeFile(to, await readFile(from));
      const stolen = parseSignerKey((await readFile(keyFile, 'utf8')).trim());
      const signer = { keys: () => keysAtHand(keyFile, ORIGIN()), stateFile };
      const parts = { db, ledger: store.ledger, signer, keyFile };
      await beginLogKeyChange(parts);
      await write(db);
      await drainLog(db, store.ledger, signer);
      const next = await finishLogKeyChange(parts, 'leaked');
      expect((await verifyStore(db, { ...store.identity, verifierKey: next, stateFile })).problems).toEqual([]);

      const present = parsePolicy(await presentPolicy({ db, policy: policy.text }));
      const [{ until = 0 } = {}, { from = 0 } = {}] = present.logs;
      const forged = (size: number) => signedBy(stolen, { size, root: sha256(Buffer.from('another tree')) });
      const now = await newestCheckpoint(db);
      expect(openWitnessed(now?.note ?? '', present).keys.map(({ keyId }) => keyId)).not.toContain(stolen.keyId);
      expect(() => openWitnessed(forged(until + 1), present)).toThrow('count otherwise');
      for (const size of [from, until]) expect(() => openWitnessed(forged(size), present)).toThrow('and should have');
      expect(openWitnessed(forged(from - 1), present).witnessed).toBe(false);
      // What was saved before the change holds as before, with the witness that saw it.
      expect(checkReceipt(parseReceipt(receipt), present).checkpoint.witnessed).toBe(true);
    });
  });
});

// Changing the key that the log is signed with (LEDGER section 5, item 19). Each step is one transaction, or one act on a file,
// and each can be taken again: after a crash between any two the log verifies, and the change goes on or is taken back.
//
//     make      a second key in a file, which nothing knows of
//     begin     a `key` block announces it, signed with the log's key and the new one; from the first checkpoint that has
//               it, both sign
//     finish    a `key` block ends the old key, signed with the new one; from the first checkpoint that has it, the new
//               key signs alone, and its file takes the other's place
//     undo      instead: a `key` block ends the new key, signed with the old one, and its file is removed

import { setTimeout as sleep } from 'node:timers/promises';
import { base64, openLogCheckpoint, ProofError } from '@patrec/ledger';
import { type Tx, transaction } from '../../db/transaction.ts';
import { AppError } from '../../errors.ts';
import { stateDirectoryEvent } from '../../identity/account-event.ts';
import { type ChainHead, lockHead } from '../../ledger/append.ts';
import { dropNextKey, type LogKey, makeNextKey, readNextKey, takeNextKey } from '../../ledger/log-key.ts';
import {
  insertLogKey,
  type LogKeyRow,
  markLogKeyRetired,
  type RetireReason,
  readLogKeys,
} from '../../ledger/log-key-store.ts';
import { handover, keySpans } from '../../ledger/log-keys.ts';
import { newestCheckpoint } from '../../ledger/log-store.ts';
import { drainLog } from '../../ledger/run-log.ts';
import type { Store } from '../open-store.ts';

type Parts = Pick<Store, 'db' | 'ledger' | 'signer' | 'keyFile'>;

/** What whoever has the turn sees: the keys in the files, and what the chain says of keys. */
interface Turn {
  readonly tx: Tx;
  readonly head: ChainHead;
  readonly current: LogKey;
  readonly next: LogKey | undefined;
  readonly rows: readonly LogKeyRow[];
}

const WAIT_MS = 100;
const TRIES = 100;

/** Makes the next key's file, or finds it made; gives its verifier key. For machines that have to have it before it is announced. */
export function makeLogKey(parts: Parts): Promise<string> {
  return inTurn(parts, async (turn) => (await nextOf(parts, turn)).verifierKey);
}

/** Announces the next key, making it where it is not made; gives its verifier key. Once, however often it is called. */
export async function beginLogKeyChange(parts: Parts): Promise<string> {
  const key = await inTurn(parts, async (turn) => {
    const { tx, head, rows, current } = turn;
    const next = await nextOf(parts, turn);
    if (rowOf(rows, next)) return next.verifierKey;
    const other = rows.find((row) => isStanding(row) && row.verifierKey !== current.verifierKey);
    if (other) throw conflict(`A change to another key is under way, ${other.verifierKey}: put its file here.`);
    if (rows.length > 0 && !rowOf(rows, current)) throw conflict('The key in the file is none that this log has had.');
    await insertLogKey(tx, current.verifierKey, null);
    const proof = next.signStatement(handover(current.verifierKey, next.verifierKey));
    await state(parts, turn, current, 'log-key-announced', { key: next.verifierKey, with: current.verifierKey, proof });
    await insertLogKey(tx, next.verifierKey, { at: head.recordedAt, seq: head.seq + 1 });
    return next.verifierKey;
  });
  await untilSigned(parts, (rows) => rows.find(({ verifierKey }) => verifierKey === key)?.announced);
  return key;
}

/**
 * Ends the old key, and puts the next in its place; gives the verifier key that signs now. Once, however often it is called,
 * on every machine that has files of its own. Throws AppError conflict where no change is under way, or no checkpoint is
 * signed with both keys yet.
 */
export async function finishLogKeyChange(parts: Parts, reason: 'changed' | 'leaked'): Promise<string> {
  const [current] = await parts.signer.keys();
  const next = await readNextKey(parts.keyFile, parts.ledger.log);
  const rows = await readLogKeys(parts.db);
  const present = rowOf(rows, current);
  if (!next && present?.announced != null && isStanding(present)) return current.verifierKey;
  if (!next || !rowOf(rows, next)) throw conflict('No change of the log’s key is under way here.');
  await requireSignedWith(parts, next, rows);
  await retire(parts, current, next, reason);
  return next.verifierKey;
}

/** Takes the change back; gives the verifier key that signs on. Throws AppError conflict where none is under way. */
export async function undoLogKeyChange(parts: Parts): Promise<string> {
  const [current] = await parts.signer.keys();
  const next = await readNextKey(parts.keyFile, parts.ledger.log);
  if (!next) throw conflict('No change of the log’s key is under way here.');
  const rows = await readLogKeys(parts.db);
  const present = rowOf(rows, current);
  if (present && !isStanding(present)) throw conflict('The old key has ended already: finish the change.');
  if (rowOf(rows, next)) await retire(parts, next, current, 'withdrawn');
  else await inTurn(parts, ({ rows: now }) => (rowOf(now, next) ? undefined : dropNextKey(parts.keyFile)));
  return current.verifierKey;
}

// A key ends while another stays. What a crash left of it goes on from where it was.
async function retire(parts: Parts, ending: LogKey, staying: LogKey, reason: RetireReason): Promise<void> {
  await inTurn(parts, async (turn) => {
    const { tx, head, rows } = turn;
    const [row, other] = [rowOf(rows, ending), rowOf(rows, staying)];
    if (!row || !isStanding(row)) return;
    if (!other || !isStanding(other)) throw conflict('No other key of the log would be left.');
    const said = { key: ending.verifierKey, with: staying.verifierKey, reason };
    await state(parts, turn, staying, 'log-key-retired', said);
    await markLogKeyRetired(tx, ending.verifierKey, { at: head.recordedAt, seq: head.seq + 1, reason });
  });
  await untilSigned(parts, (rows) => rowOf(rows, ending)?.retired);
  await inTurn(parts, (turn) => settleFiles(parts, turn));
}

/** One at a time, on all machines: whoever has the institution's chain. */
function inTurn<Result>(parts: Parts, act: (turn: Turn) => Result | Promise<Result>): Promise<Result> {
  const { db, ledger, signer, keyFile } = parts;
  return transaction(db, async (tx) => {
    const head = await lockHead(tx, ledger, ledger.institutionChain);
    const rows = await readLogKeys(tx);
    const next = await readNextKey(keyFile, ledger.log);
    const [current] = await signer.keys();
    return act({ tx, head, rows, current, next });
  });
}

/** The key that is to follow, made where there is none; one that has ended is put away first. */
async function nextOf(parts: Parts, turn: Turn): Promise<LogKey> {
  const { keyFile, ledger } = parts;
  const row = turn.next && rowOf(turn.rows, turn.next);
  if (row && !isStanding(row) && row.retired === null)
    throw conflict('The last change is being taken back: try again.');
  const present = rowOf(turn.rows, turn.current);
  if (present && !isStanding(present)) throw conflict('The last change is not finished: finish it first.');
  await settleFiles(parts, turn);
  return makeNextKey(keyFile, ledger.log, ledger.random);
}

/** Puts the files right where the log has ended one of the two keys: the next checkpoint does not need it. */
async function settleFiles({ keyFile }: Parts, { rows, current, next }: Turn): Promise<void> {
  if (!next) return;
  const hasEnded = (key: LogKey) => rowOf(rows, key)?.retired != null;
  if (hasEnded(next)) await dropNextKey(keyFile);
  else if (hasEnded(current)) await takeNextKey(keyFile);
}

/** States it in the institution's chain, signed with a key that stays. */
async function state(
  { ledger }: Parts,
  { tx, head }: Turn,
  { publicKey, signStatement }: LogKey,
  action: 'log-key-announced' | 'log-key-retired',
  more: Readonly<Record<string, string>>,
): Promise<void> {
  const by = { account: ledger.systemAccount, login: 'SYSTEM' };
  const signing = { key: base64(publicKey), at: head.recordedAt, signature: signStatement };
  await stateDirectoryEvent(tx, ledger, head, { action, by, of: by, more }, { type: 'key', signing });
}

/** Waits until a checkpoint has the entry: this process takes it into the log, or a server that runs. */
async function untilSigned(
  { db, ledger, signer }: Parts,
  entryIn: (rows: readonly LogKeyRow[]) => number | null | undefined,
): Promise<void> {
  for (let tries = 0; tries < TRIES; tries += 1) {
    await drainLog(db, ledger, signer);
    const [entry, newest] = [entryIn(await readLogKeys(db)), await newestCheckpoint(db)];
    if (entry != null && newest && newest.size > entry) return;
    await sleep(WAIT_MS);
  }
  throw conflict('The log has not taken it in yet. Say the same again.');
}

async function requireSignedWith({ db, ledger }: Parts, next: LogKey, rows: readonly LogKeyRow[]): Promise<void> {
  const spans = keySpans(rows, next.verifierKey).filter(({ key }) => key.keyId === next.signer.keyId);
  const newest = await newestCheckpoint(db);
  try {
    openLogCheckpoint(newest?.note ?? '', ledger.log, spans);
  } catch (error) {
    if (!(error instanceof ProofError)) throw error;
    throw conflict('No checkpoint is signed with both keys yet. Wait until the log has signed one.');
  }
}

function rowOf(rows: readonly LogKeyRow[], { verifierKey }: LogKey): LogKeyRow | undefined {
  return rows.find((row) => row.verifierKey === verifierKey);
}

function isStanding({ retiredSeq }: LogKeyRow): boolean {
  return retiredSeq === null;
}

function conflict(why: string): AppError {
  return new AppError('conflict', why);
}

// Appends a block to a chain (LEDGER section 2): lock the head last, make the block, queue it for the log.

import {
  type Content,
  type ContentRef,
  contentRef,
  fromHex,
  hex,
  type Statement,
  type StatementType,
  sealBlock,
  ZERO_HASH_HEX,
} from '@patrec/ledger';
import { statement } from '../db/statement.ts';
import type { Tx } from '../db/transaction.ts';
import { AppError } from '../errors.ts';
import { type Ledger, now, randomHex } from './ledger.ts';
import { noteSealed } from './sealed-entries.ts';
import { type Signing, sealSigned, signatureOf } from './sign.ts';

/** The newest block of a chain, locked until the transaction ends, and the moment that the next one is recorded at. */
export interface ChainHead {
  readonly chain: string;
  readonly seq: number;
  readonly hash: string;
  readonly recordedAt: string;
}

/** What the author states; seq, prev and the time of recording are the server's. */
export interface Draft {
  readonly type: StatementType;
  readonly author: string;
  /** The account of the patient in whose place the author acts. */
  readonly onBehalfOf?: string | undefined;
  readonly occurredAt: string;
  readonly nonce: string;
  readonly contents: readonly Content[];
  /** The hash of the last block that the author saw of what they change. */
  readonly baseHead?: string | undefined;
  /** What was measured of contents that are not held in memory. */
  readonly measured?: readonly ContentRef[];
  /** Where the author signs. */
  readonly signing?: Signing | undefined;
}

export interface AppendedBlock {
  readonly chain: string;
  readonly seq: number;
  readonly hash: string;
  readonly recordedAt: string;
}

const lockHeadRow = statement(
  'ledger.lock-head',
  'SELECT seq, hash, recorded_at FROM chain_head WHERE chain = $1 FOR UPDATE',
);
const insertHead = statement(
  'ledger.insert-head',
  `INSERT INTO chain_head (chain, kind, seq, hash, recorded_at) VALUES ($1, $2, -1, decode(repeat('00', 32), 'hex'), $3)`,
);
const insertBlock = statement(
  'ledger.insert-block',
  `WITH moved AS (UPDATE chain_head SET seq = $2, hash = $4, recorded_at = $10 WHERE chain = $1),
        queued AS (INSERT INTO ledger_pending (chain, seq, hash, last) VALUES ($1, $2, $4, $5 = 'key'))
   INSERT INTO block (chain, seq, prev, hash, type, author, nonce, header, statement, recorded_at)
   VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
);

/** Starts a chain: gives its head before any block. */
export async function startChain(
  tx: Tx,
  ledger: Ledger,
  chain: string,
  kind: 'patient' | 'institution',
): Promise<ChainHead> {
  const recordedAt = now(ledger);
  await tx.rows(insertHead, [chain, kind, recordedAt]);
  return { chain, seq: -1, hash: ZERO_HASH_HEX, recordedAt };
}

/**
 * Locks a chain's head until the transaction ends; several chains are locked in sorted order, each by its own call.
 * The time of the next block is never before that of the last, whatever this machine's clock says.
 */
export async function lockHead(tx: Tx, ledger: Ledger, chain: string): Promise<ChainHead> {
  const [row] = await tx.rows<{ seq: number; hash: Uint8Array; recorded_at: Date }>(lockHeadRow, [chain]);
  if (!row) throw new AppError('not-found', 'There is no such chain.');
  const recordedAt = new Date(Math.max(ledger.clock(), row.recorded_at.getTime())).toISOString();
  return { chain, seq: row.seq, hash: hex(row.hash), recordedAt };
}

/**
 * Appends the next block of a locked chain and queues it for the log. The block stands when the transaction commits. Throws
 * SignatureNeeded where its author has to sign first, and SigningError where the signature is not theirs.
 */
export async function appendBlock(tx: Tx, ledger: Ledger, head: ChainHead, draft: Draft): Promise<AppendedBlock> {
  const { chain, recordedAt } = head;
  const seq = head.seq + 1;
  const statement = statementOf(ledger, chain, draft);
  const signature = signatureOf(statement, draft.signing);
  const place = { seq, prev: head.hash, recordedAt, nonce: randomHex(ledger, 32) };
  const sealed = sealSigned(() => sealBlock({ statement, ...signature, ...place }));
  await tx.rows(insertBlock, [
    chain,
    seq,
    Buffer.from(fromHex(head.hash)),
    Buffer.from(sealed.hash),
    draft.type,
    draft.author,
    draft.nonce,
    Buffer.from(sealed.header),
    Buffer.from(sealed.statement),
    recordedAt,
  ]);
  tx.afterCommit(() => noteSealed({ chain, seq }));
  return { chain, seq, hash: hex(sealed.hash), recordedAt };
}

function statementOf({ log }: Ledger, chain: string, draft: Draft): Statement {
  const { type, author, onBehalfOf, occurredAt, nonce, signing, baseHead, contents, measured = [] } = draft;
  return {
    v: 1,
    type,
    log,
    chain,
    author,
    ...(onBehalfOf !== undefined && { onBehalfOf }),
    occurredAt,
    nonce,
    ...(signing !== undefined && { authorKey: signing.key }),
    ...(baseHead !== undefined && { baseHead }),
    contents: [...contents.map(contentRef), ...measured.map(statedRef)],
  };
}

// Only these members: a statement has no others.
function statedRef({ ref, mediaType, length, commitment }: ContentRef): ContentRef {
  return { ref, mediaType, length, commitment };
}

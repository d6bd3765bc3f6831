// A block as the server sends it, as the ledger and the log are asked about it.
import { type BlockEvidence, blockHash, type ContentRef, fromBase64, ProofError, parseHeader } from '@patrec/ledger';
import type { LoggedBlock } from './verify-log.ts';
import type { ProofBlock } from './verify-protocol.ts';

/** A block as the ledger checks it. */
export function evidenceOf(block: ProofBlock, files: readonly ContentRef[]): BlockEvidence {
  const contents = block.contents.map(({ ref, mediaType, bytes, salt }) => ({
    ref,
    mediaType,
    bytes: fromBase64(bytes),
    salt: fromBase64(salt),
  }));
  const all = [...contents, ...files];
  return { header: fromBase64(block.header), statement: fromBase64(block.statement), contents: all, complete: true };
}

/** A block as the log is asked for it. */
export function loggedBlock(block: ProofBlock): LoggedBlock {
  const header = fromBase64(block.header);
  const { seq } = parseHeader(header);
  return { seq, record: block.record[0] ?? null, leafIndex: block.leafIndex, hash: blockHash(header) };
}

/** A ProofError that knows which record its block brought. */
export class BlockError extends ProofError {
  readonly record: number | null;

  constructor(cause: ProofError, block: { seq: number; record: readonly number[] | number | null }) {
    super(cause.check, cause.message, { seq: cause.seq ?? block.seq, ref: cause.ref });
    this.record = (typeof block.record === 'object' ? block.record?.[0] : block.record) ?? null;
  }
}

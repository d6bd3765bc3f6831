// A block as the server sends it and as the ledger is asked about it, and what does not hold of one.
import { type BlockEvidence, type ContentRef, fromBase64, ProofError } from '@patrec/ledger';
import type { Failed, ProofBlock } from './verify-protocol.ts';

/** A block as the ledger checks it. */
export function evidenceOf(block: ProofBlock, files: readonly ContentRef[]): BlockEvidence {
  const contents = block.contents.map(({ ref, mediaType, bytes, salt }) => ({
    ref,
    mediaType,
    bytes: fromBase64(bytes),
    salt: fromBase64(salt),
  }));
  const all = [...contents, ...files];
  const [header, statement] = [fromBase64(block.header ?? ''), fromBase64(block.statement ?? '')];
  return { header, statement, contents: all, complete: true, ...(block.erased && { erased: block.erased }) };
}

/** A ProofError that knows which record its block brought. */
export class BlockError extends ProofError {
  readonly record: number | null;

  constructor(cause: ProofError | Failed, block: { seq: number | null; record: readonly number[] | number | null }) {
    const { check, message, seq, ref } = cause;
    super(check, message, { seq: seq ?? block.seq ?? undefined, ref: ref ?? undefined });
    this.record = (typeof block.record === 'object' ? block.record?.[0] : block.record) ?? null;
  }
}

/** What a report says of an error. */
export function failure(error: ProofError): Failed {
  const { check, seq = null, ref = null, message } = error;
  return { kind: 'failed', check, seq, ref, record: error instanceof BlockError ? error.record : null, message };
}

// The check of a receipt's file by the policy of whoever checks (LEDGER section 4, items 16 and 17). Nothing here touches the
// page or the network: it runs in a worker.
import {
  type Check,
  type CheckedReceipt,
  type Content,
  checkReceipt,
  type EntriesBefore,
  hex,
  type Policy,
  ProofError,
  parsePolicy,
  parseReceipt,
  policyOfLog,
  type Receipt,
} from '@patrec/ledger';
import { resourceSays, type Said } from './resource-says.ts';
import { type Witnessing, witnessingOf } from './witnessing.ts';

/** What the page asks: a file, and the text of a policy or of a log's verifier key. */
export interface ReceiptTask {
  readonly file: Blob;
  readonly trusted: string;
}

/** A content of the receipt; `text` is null where it is a file. */
export interface HeldContent extends Said {
  readonly ref: string;
  readonly mediaType: string;
  readonly length: number;
  readonly text: string | null;
}

/** All of it holds. Times are ISO 8601 UTC, hashes hexadecimal. */
export interface HeldReceipt {
  readonly kind: 'held';
  readonly type: string;
  readonly author: string;
  readonly occurredAt: string;
  readonly recordedAt: string;
  readonly contents: readonly HeldContent[];
  /** What the entry holds besides, and the receipt does not bring. */
  readonly missing: readonly string[];
  /** The entries before it, which link up to it; null where there are none in the receipt. */
  readonly before: EntriesBefore | null;
  readonly chain: string;
  readonly seq: number;
  readonly hash: string;
  readonly log: { readonly origin: string; readonly index: number; readonly size: number; readonly root: string };
  readonly witnessing: Witnessing;
}

/** The first thing that does not hold. */
export interface RefusedReceipt {
  readonly kind: 'refused';
  readonly check: Check;
  readonly ref: string | null;
  readonly message: string;
}

/** `distrusted`: what was typed to check against is no policy, nor a key. */
export type ReceiptReport =
  | HeldReceipt
  | RefusedReceipt
  | { readonly kind: 'distrusted'; readonly message: string }
  | { readonly kind: 'failed' };

/** The report of a receipt. */
export function reportReceipt(bytes: Uint8Array, trusted: string): ReceiptReport {
  const policy = policyOf(trusted);
  if (policy instanceof ProofError) return { kind: 'distrusted', message: policy.message };
  try {
    const receipt = parseReceipt(bytes);
    return held(receipt, checkReceipt(receipt, policy), policy);
  } catch (error) {
    if (!(error instanceof ProofError)) throw error;
    return { kind: 'refused', check: error.check, ref: error.ref ?? null, message: error.message };
  }
}

function policyOf(text: string): Policy | ProofError {
  try {
    const key = text.trim();
    return parsePolicy(/^[^\s+]+\+[0-9a-f]{8}\+\S+$/.test(key) ? policyOfLog(key) : text);
  } catch (error) {
    if (error instanceof ProofError) return error;
    throw error;
  }
}

function held(
  receipt: Receipt,
  { block, checkpoint, index, missing, before }: CheckedReceipt,
  policy: Policy,
): HeldReceipt {
  const { header, statement, hash } = block;
  const { origin, size, root } = checkpoint;
  return {
    kind: 'held',
    type: statement.type,
    author: statement.author,
    occurredAt: statement.occurredAt,
    recordedAt: header.recordedAt,
    contents: receipt.contents.map(contentOf),
    missing: missing.map(({ ref }) => ref),
    before,
    chain: header.chain,
    seq: header.seq,
    hash: hex(hash),
    log: { origin, index, size, root: hex(root) },
    witnessing: witnessingOf(checkpoint, policy),
  };
}

function contentOf({ ref, mediaType, bytes }: Content): HeldContent {
  const text = mediaType.endsWith('json') ? new TextDecoder().decode(bytes) : null;
  return { ref, mediaType, length: bytes.length, text, ...resourceSays(bytes) };
}

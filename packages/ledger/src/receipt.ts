// A receipt: everything that somebody who trusts nobody needs to check one block, in one file. Canonical JSON (RFC 8785):
//
//     {"before":["{…}",{"hash":"…","prev":"…"}],  headers of the blocks before, from the first on; of one whose body was
//                                               erased, its hash and the one before; may be absent
//      "contents":[{"bytes":"…","mediaType":"…","ref":"…","salt":"…"}],      bytes and salts in base64
//      "format":"patrec/receipt/v1",
//      "header":"{…}","statement":"{…}",        their exact texts
//      "policy":"log …",                        C2SP tlog-policy: whom it was issued under
//      "proof":"c2sp.org/tlog-proof@v1\n…"}     C2SP tlog-proof, the checkpoint and its cosignatures in it
//
// The policy inside says whom the issuer would trust. Whoever checks says whom they trust themselves: a forger would bring
// a policy too.
import { type CheckedBlock, checkParts } from './block.ts';
import { base64, fromBase64, fromUtf8, utf8 } from './bytes.ts';
import { canonicalJson, parseCanonicalJson } from './canonical-json.ts';
import { type GoneBlock, linkBlock, linkGone, openChain } from './chain.ts';
import type { Content, ContentRef } from './content.ts';
import { blockHash, parseHeader } from './header.ts';
import { checkInclusion } from './inclusion.ts';
import { checkMembers, exactly, hexOf, line, mediaType, reference, rules } from './members.ts';
import { leafHash, logEntry } from './merkle.ts';
import { openWitnessed, type Policy, type WitnessedCheckpoint } from './policy.ts';
import { atBlock, ProofError } from './proof-error.ts';
import { parseTlogProof } from './tlog-proof.ts';

const FORMAT = 'patrec/receipt/v1';

/** A block with its proof. Contents may be left out, such as large files: the statement says what they would be. */
export interface Receipt {
  readonly header: Uint8Array;
  readonly statement: Uint8Array;
  readonly contents: readonly Content[];
  readonly proof: string;
  readonly policy: string;
  /** The headers of all blocks before it in its chain, in order, and what is left of those that were erased. */
  readonly before?: readonly (Uint8Array | GoneBlock)[];
}

/**
 * What has been shown when a step of the check is passed, in the order of the steps: contents, statement and block belong
 * together; the headers before link up to it; a log of the policy signed the checkpoint; the block is in that log.
 */
export type ReceiptStep = 'block' | 'chain' | 'checkpoint' | 'log';

/** How many entries it brings by their headers, and how many by their hash alone: what stands before such a one is not shown. */
export interface EntriesBefore {
  readonly headers: number;
  readonly erased: number;
}

/** What holds of a receipt. */
export interface CheckedReceipt {
  readonly block: CheckedBlock;
  readonly checkpoint: WitnessedCheckpoint;
  /** Where the block stands in the log. */
  readonly index: number;
  /** What the statement commits to and the receipt does not bring. */
  readonly missing: readonly ContentRef[];
  /** The entries before it, which link up to it; null where the receipt does not bring them. */
  readonly before: EntriesBefore | null;
}

const text = { wants: 'a text', holds: (value: unknown) => typeof value === 'string' };
const array = { wants: 'an array', holds: Array.isArray };
const REQUIRED = rules({
  format: exactly(FORMAT),
  header: text,
  statement: text,
  contents: array,
  proof: text,
  policy: text,
});
const OPTIONAL = rules({ before: array });
const GONE = rules({ hash: hexOf(32), prev: hexOf(32) });
const CONTENT = rules({ ref: reference, mediaType, bytes: text, salt: line });

/** Gives the bytes of a receipt's file. Throws ProofError `encoding` where header or statement are not UTF-8. */
export function formatReceipt({ header, statement, contents, proof, policy, before }: Receipt): Uint8Array {
  return canonicalJson({
    format: FORMAT,
    header: fromUtf8(header),
    statement: fromUtf8(statement),
    contents: contents.map((content) => ({
      ref: content.ref,
      mediaType: content.mediaType,
      bytes: base64(content.bytes),
      salt: base64(content.salt),
    })),
    proof,
    policy,
    ...(before ? { before: before.map((one) => ('hash' in one ? remains(one) : fromUtf8(one))) } : {}),
  });
}

/** Gives the receipt of a file's bytes. Strict: another text would be another file. Throws ProofError `receipt` or `encoding`. */
export function parseReceipt(bytes: Uint8Array): Receipt {
  const value = parseCanonicalJson(bytes, 'receipt', 'receipt');
  checkMembers(value, 'receipt', 'receipt', REQUIRED, OPTIONAL);
  const { header, statement, contents, proof, policy, before } = value as Record<string, unknown>;
  return {
    header: utf8(header as string),
    statement: utf8(statement as string),
    contents: (contents as unknown[]).map(parseContent),
    proof: proof as string,
    policy: policy as string,
    ...(before === undefined ? {} : { before: (before as unknown[]).map(parseBefore) }),
  };
}

function parseContent(value: unknown, i: number): Content {
  checkMembers(value, `receipt.contents[${i}]`, 'receipt', CONTENT);
  const { ref, mediaType: type, bytes, salt } = value as Record<string, string>;
  return { ref: ref ?? '', mediaType: type ?? '', bytes: fromBase64(bytes ?? ''), salt: fromBase64(salt ?? '') };
}

function remains({ hash, prev }: GoneBlock) {
  return { hash, prev };
}

function parseBefore(value: unknown, i: number): Uint8Array | GoneBlock {
  if (typeof value === 'string') return utf8(value);
  checkMembers(value, `receipt.before[${i}]`, 'receipt', GONE);
  return { seq: i, ...remains(value as GoneBlock) };
}

/**
 * Checks a receipt against the policy of whoever checks: contents → commitments → statement → its author's signature → header →
 * the chain, where it is shown → leaf → root → checkpoint → cosignatures. Throws ProofError for the first that does not hold;
 * a quorum that is missing is told in `checkpoint.witnessed`. `passed` is told of each step that holds.
 */
export function checkReceipt(
  receipt: Receipt,
  policy: Policy,
  passed: (step: ReceiptStep) => void = () => undefined,
): CheckedReceipt {
  const header = parseHeader(receipt.header);
  const block = atBlock(header.seq, () => checkParts(header, { ...receipt, complete: false }));
  passed('block');
  if (receipt.before) {
    checkBefore(block, receipt.before);
    passed('chain');
  }
  const { index, hashes, checkpoint: note } = parseTlogProof(receipt.proof);
  const checkpoint = openWitnessed(note, policy);
  if (checkpoint.origin !== header.log) {
    throw new ProofError('chain', `The block is of the log ${header.log}, the checkpoint of ${checkpoint.origin}.`);
  }
  passed('checkpoint');
  checkInclusion(index, checkpoint.size, leafHash(logEntry(block.hash)), hashes, checkpoint.root);
  passed('log');
  const brought = new Set(receipt.contents.map(({ ref }) => ref));
  const missing = block.statement.contents.filter(({ ref }) => !brought.has(ref));
  return { block, checkpoint, index, missing, before: receipt.before ? countBefore(receipt.before) : null };
}

function countBefore(before: readonly (Uint8Array | GoneBlock)[]): EntriesBefore {
  const erased = before.filter((one) => 'hash' in one).length;
  return { headers: before.length - erased, erased };
}

// That an erasure names what is gone is for whoever has the whole chain, as it may come after the block: nothing is noted of it.
function checkBefore({ header, hash }: CheckedBlock, before: readonly (Uint8Array | GoneBlock)[]): void {
  let state = openChain(header);
  for (const one of before) {
    const { missing: _, ...linked } =
      'hash' in one ? linkGone(state, one) : linkBlock(state, { header: parseHeader(one), hash: blockHash(one) });
    state = linked;
  }
  linkBlock(state, { header, hash });
}

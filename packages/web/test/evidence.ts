// A patient's chain, sealed into a log among strangers' blocks and signed: what the server answers when a browser
// verifies. A test may spoil any of it.
import {
  appendLeaves,
  base64,
  blockHash,
  type Content,
  contentRef,
  ERASURE,
  erasureBytes,
  formatCheckpoint,
  formatVerifierKey,
  fromBase64,
  type Hash,
  hex,
  leafHash,
  logEntry,
  merkleRoot,
  noteSigner,
  parseHeader,
  policyOfLog,
  sealBlock,
  sha256,
  signerKey,
  signNote,
  tilePath,
  ZERO_HASH_HEX,
} from '@patrec/ledger';
import type { ProofBlock, ProofPage } from '../src/islands/verify-protocol.ts';

const log = 'test.patrec.local/log';
const chain = 'c0ffee'.padEnd(32, '0');
const key = signerKey(log, new Uint8Array(32).fill(7));
const text = (value: string) => new TextEncoder().encode(value);

export interface Evidence {
  pages: ProofPage[];
  checkpoint: string;
  tiles: Map<string, Uint8Array>;
}

interface Wanted {
  readonly unsigned?: number;
  readonly erased?: readonly number[];
  readonly pages?: number;
}

/**
 * `count` blocks, each after 40 of other patients; the last `unsigned` are newer than the checkpoint. The last erases the
 * blocks of those places.
 */
export async function makeEvidence(
  count: number,
  { unsigned = 0, erased = [], pages = 2 }: Wanted = {},
): Promise<Evidence> {
  const blocks: ProofBlock[] = [];
  const leaves: Hash[] = [];
  let prev = ZERO_HASH_HEX;
  for (let seq = 0; seq < count; seq += 1) {
    for (let other = 0; other < 40; other += 1) leaves.push(leafHash(logEntry(sha256(text(`other ${seq} ${other}`)))));
    const content = seq === count - 1 && erased.length > 0 ? erasureOf(blocks, erased) : observation(seq);
    const { proof, hash } = makeBlock(seq, prev, seq < count - unsigned ? leaves.length : null, content);
    blocks.push(proof);
    prev = Buffer.from(hash).toString('hex');
    if (proof.leafIndex !== null) leaves.push(leafHash(logEntry(hash)));
  }
  const left = blocks.map((block) => (erased.includes(block.seq) ? goneOf(block) : block));
  return { pages: pagesOf(left, pages), checkpoint: sign(leaves), tiles: await tilesOf(leaves) };
}

function observation(seq: number): Content {
  return {
    ref: `Observation/${seq}/_history/1`,
    mediaType: 'application/fhir+json',
    bytes: text(`{"resourceType":"Observation","value":1.50,"seq":${seq}}`),
    salt: sha256(text(`salt ${seq}`)),
  };
}

function erasureOf(blocks: readonly ProofBlock[], erased: readonly number[]): Content {
  const named = erased.map((seq) => ({ seq, hash: hashOf(blocks[seq]), records: [seq] }));
  const bytes = erasureBytes({ basis: 'request', reference: 'Letter of 1-Jan', blocks: named });
  return { ref: 'Erasure/e1/_history/1', mediaType: ERASURE, bytes, salt: sha256(text('salt of the erasure')) };
}

function hashOf(block: ProofBlock | undefined): string {
  return hex(blockHash(fromBase64(block?.header ?? '')));
}

/** What is left of a block without its body. */
export function goneOf(block: ProofBlock): ProofBlock {
  const { prev } = parseHeader(fromBase64(block.header ?? ''));
  return { ...block, header: null, statement: null, contents: [], record: [], gone: { prev, hash: hashOf(block) } };
}

function makeBlock(
  seq: number,
  prev: string,
  leafIndex: number | null,
  content: Content,
): { proof: ProofBlock; hash: Hash } {
  const at = new Date(Date.UTC(2026, 0, 1) + seq * 60_000).toISOString();
  const sealed = sealBlock({
    statement: {
      v: 1,
      type: content.mediaType === ERASURE ? 'erasure' : seq === 0 ? 'registration' : 'record',
      log,
      chain,
      author: 'a'.repeat(32),
      occurredAt: at,
      nonce: String(seq).padStart(32, '0'),
      contents: [contentRef(content)],
    },
    seq,
    prev,
    recordedAt: at,
    nonce: String(seq).padStart(64, '0'),
  });
  const proof: ProofBlock = {
    seq,
    header: base64(sealed.header),
    statement: base64(sealed.statement),
    leafIndex,
    record: seq === 0 ? [] : [seq],
    contents: [{ ...content, bytes: base64(content.bytes), salt: base64(content.salt) }],
  };
  return { proof, hash: blockHash(sealed.header) };
}

function pagesOf(blocks: readonly ProofBlock[], count: number): ProofPage[] {
  const policy = policyOfLog(formatVerifierKey(log, key.publicKey));
  const each = Math.ceil(blocks.length / count);
  return Array.from({ length: count }, (_, i) => ({
    ...{ log, policy, chain, blocks: blocks.slice(i * each, (i + 1) * each) },
    more: Array.from({ length: count - i - 1 }, (_, k) => `/proof?from=${i + k + 1}`),
  }));
}

/** A signed checkpoint over these leaves. */
export function sign(leaves: readonly Hash[]): string {
  return signNote(formatCheckpoint({ origin: log, size: leaves.length, root: merkleRoot(leaves) }), [noteSigner(key)]);
}

async function tilesOf(leaves: readonly Hash[]): Promise<Map<string, Uint8Array>> {
  const { tiles } = await appendLeaves(0, () => new Uint8Array(0), leaves);
  return new Map(tiles.map(({ level, index, hashes }) => [tilePath(level, index, hashes.length / 32), hashes]));
}

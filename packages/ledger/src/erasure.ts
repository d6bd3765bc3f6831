// An erasure: the content of an `erasure` block that says which bodies are gone, and under what law (LEDGER.md item 18). It
// names blocks by their place and hash, never what was in them. A body that is missing is accepted for it alone.
import { canonicalJson, parseCanonicalJson } from './canonical-json.ts';
import { checkMembers, count, exactly, hexOf, line, reference, rules, word } from './members.ts';
import { ProofError } from './proof-error.ts';

/** The media type by which a block's content is known to be an erasure. */
export const ERASURE = 'application/vnd.patrec.erasure+json';

/** A block whose body is gone. `hash` is hexadecimal. */
export interface ErasedBlock {
  readonly seq: number;
  readonly hash: string;
  /** The contents that are gone; without it header, statement and all contents are. */
  readonly refs?: readonly string[];
  /** The numbers of the records that the block began and that are gone. */
  readonly records: readonly number[];
}

/** What is gone, by which legal basis, and the words that name it: a case, a section of a law. */
export interface Erasure {
  readonly basis: string;
  readonly reference: string;
  /** In the order of the chain. */
  readonly blocks: readonly ErasedBlock[];
}

/** What a walk along a chain found gone and no erasure has named yet. */
export type Missing = Pick<ErasedBlock, 'seq' | 'hash' | 'refs'>;

const FORMAT = 'patrec/erasure/v1';
const list = (one: (value: unknown) => boolean, wants: string) => ({
  wants,
  holds: (value: unknown) => Array.isArray(value) && value.every(one),
});
const REQUIRED = rules({
  format: exactly(FORMAT),
  basis: word,
  reference: line,
  blocks: list(() => true, 'an array'),
});
const BLOCK = rules({ seq: count, hash: hexOf(32), records: list(count.holds, 'a list of numbers') });
const PART = rules({ refs: list(reference.holds, 'a list of references') });

/** Gives the canonical bytes of an erasure. Throws ProofError `erasure`, naming the member that breaks its rule. */
export function erasureBytes(erasure: Erasure): Uint8Array {
  const value = { format: FORMAT, ...erasure };
  checkErasure(value);
  return canonicalJson(value);
}

/** Gives the erasure of its canonical bytes. Throws ProofError `erasure` when another text would say the same. */
export function parseErasure(bytes: Uint8Array): Erasure {
  const value = parseCanonicalJson(bytes, 'erasure', 'erasure');
  checkErasure(value);
  const { basis, reference: words, blocks } = value;
  return { basis, reference: words, blocks };
}

function checkErasure(value: unknown): asserts value is Erasure {
  checkMembers(value, 'erasure', 'erasure', REQUIRED);
  const { blocks } = value as { blocks: readonly unknown[] };
  blocks.forEach((block, i) => {
    checkMembers(block, `erasure.blocks[${i}]`, 'erasure', BLOCK, PART);
  });
  // In one order, and each once: or two erasures could say the same.
  const seqs = (blocks as readonly ErasedBlock[]).map(({ seq }) => seq);
  if (seqs.length > 0 && seqs.every((seq, i) => i === 0 || seq > (seqs[i - 1] ?? 0))) return;
  throw new ProofError('erasure', 'erasure.blocks must name blocks, each once, in the order of the chain.');
}

/**
 * Takes what an erasure names off what is missing, and gives the rest. Throws ProofError `erasure` where it names a body
 * that is still there, or a block by another hash.
 */
export function settleErasure(missing: readonly Missing[], erasure: Erasure): readonly Missing[] {
  const open = new Map(missing.map((one) => [one.seq, one]));
  for (const erased of erasure.blocks) {
    const rest = settle(open.get(erased.seq), erased);
    if (rest) open.set(erased.seq, rest);
    else open.delete(erased.seq);
  }
  return [...open.values()];
}

function settle(found: Missing | undefined, { seq, hash, refs }: ErasedBlock): Missing | undefined {
  if (!found || (found.refs && !refs)) throw new ProofError('erasure', `it erases block ${seq}, which is still there.`);
  if (found.hash !== hash) throw new ProofError('erasure', `it erases another block ${seq} than that of the chain.`);
  // Parts of a block went first, the whole of it later: the later erasure has to say so.
  if (!found.refs) return refs && found;
  const gone = new Set(found.refs);
  for (const ref of refs ?? []) {
    if (!gone.delete(ref)) throw new ProofError('erasure', `it erases ${ref}, which is still there.`, { ref });
  }
  return gone.size > 0 ? { ...found, refs: [...gone] } : undefined;
}

/** Throws ProofError `erasure`, naming the first block, where something is gone that no erasure has named. */
export function checkSettled([first]: readonly Missing[]): void {
  if (!first) return;
  const { seq, refs } = first;
  const what = refs ? `${refs[0]} is gone` : 'its content is gone';
  throw new ProofError('erasure', `Block ${seq}: ${what}, and no erasure says so.`, { seq, ref: refs?.[0] });
}

// The check of a chain, or of one record's block, against the signed log (LEDGER.md items 8 to 11 and 17). Nothing here
// touches the page: it runs in a worker, and in Node for its tests.
import {
  type BlockEvidence,
  blockHash,
  type ChainState,
  type Checkpoint,
  checkBlock,
  checkBlockAlone,
  fromBase64,
  fromHex,
  type Hash,
  hex,
  noteVerifier,
  openChain,
  openCheckpoint,
  ProofError,
  parseHeader,
  parseVerifierKey,
  type ReadTile,
} from '@patrec/ledger';
import { checkLogged, type LoggedBlock } from './verify-log.ts';
import type { Failed, ProofBlock, ProofPage, Verified, VerifyTask } from './verify-protocol.ts';

/** Where the evidence comes from, and the clock in milliseconds. */
export interface Sources {
  readPage(address: string): Promise<ProofPage>;
  readCheckpoint(): Promise<string>;
  readTile: ReadTile;
  clock(): number;
  progress(done: number, total: number): void;
}

interface Checked {
  blocks: LoggedBlock[];
  head: Hash;
  log: string;
  vkey: string;
}

/** The report of a check. Throws only what the sources throw. */
export async function verifyBlocks(task: VerifyTask, sources: Sources): Promise<Verified | Failed> {
  const began = sources.clock();
  try {
    const { blocks, head, log, vkey } = await checkPages(task, sources);
    const checkpoint = await readSigned(sources, log, vkey);
    const waiting = await checkLogged(blocks, checkpoint, sources.readTile);
    return {
      kind: 'verified',
      count: blocks.length,
      waiting,
      head: hex(head),
      origin: checkpoint.origin,
      size: checkpoint.size,
      root: hex(checkpoint.root),
      seconds: (sources.clock() - began) / 1000,
      seqs: blocks.map(({ seq }) => seq),
    };
  } catch (error) {
    if (error instanceof ProofError) return failure(error);
    throw error;
  }
}

async function readSigned(sources: Sources, log: string, vkey: string): Promise<Checkpoint> {
  return openCheckpoint(await sources.readCheckpoint(), log, noteVerifier(parseVerifierKey(vkey)));
}

async function checkPages(task: VerifyTask, sources: Sources): Promise<Checked> {
  const blocks: LoggedBlock[] = [];
  let page = await sources.readPage(task.proof);
  let state: ChainState = openChain(page);
  while (true) {
    for (const block of page.blocks) {
      state = checkOne(state, block, task.scope);
      blocks.push(loggedBlock(block));
    }
    sources.progress(blocks.length, Math.max(task.total, blocks.length));
    if (page.more === null) break;
    page = await sources.readPage(page.more);
  }
  checkLength(task, blocks.length);
  return { blocks, head: blocks.at(-1)?.hash ?? fromHex(state.head), log: page.log, vkey: page.vkey };
}

/** A chain that is shorter than the page said has lost its end. */
function checkLength({ scope, total }: VerifyTask, length: number): void {
  const wanted = scope === 'chain' ? total : 1;
  if (length >= wanted) return;
  throw new ProofError('sequence', `There are ${length} entries, not ${wanted}.`, { seq: length });
}

/** In a chain each block is checked in its place; a single block by itself. */
function checkOne(state: ChainState, block: ProofBlock, scope: VerifyTask['scope']): ChainState {
  try {
    const evidence = evidenceOf(block);
    if (scope === 'chain') return checkBlock(state, evidence);
    checkBlockAlone(evidence);
    return state;
  } catch (error) {
    if (!(error instanceof ProofError)) throw error;
    throw new BlockError(error, block);
  }
}

function evidenceOf(block: ProofBlock): BlockEvidence {
  const contents = block.contents.map(({ ref, mediaType, bytes, salt }) => ({
    ref,
    mediaType,
    bytes: fromBase64(bytes),
    salt: fromBase64(salt),
  }));
  return { header: fromBase64(block.header), statement: fromBase64(block.statement), contents, complete: true };
}

function loggedBlock(block: ProofBlock): LoggedBlock {
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

function failure(error: ProofError): Failed {
  const record = error instanceof BlockError ? error.record : null;
  return {
    kind: 'failed',
    check: error.check,
    seq: error.seq ?? null,
    ref: error.ref ?? null,
    record,
    message: error.message,
  };
}

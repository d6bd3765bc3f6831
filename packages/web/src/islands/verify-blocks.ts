// The check of a chain, or of one record's block, against the signed log (LEDGER.md items 8 to 11 and 17). Nothing here
// touches the page: it runs in a worker, and in Node for its tests.
import {
  type ChainState,
  checkEnd,
  hex,
  linkBlock,
  linkGone,
  openChain,
  openWitnessed,
  type Policy,
  ProofError,
  parsePolicy,
  type ReadTile,
  type WitnessedCheckpoint,
  ZERO_HASH_HEX,
} from '@patrec/ledger';
import { inOrder } from './in-order.ts';
import { erasuresIn, mayHaveComeBetween } from './verify-erased.ts';
import { BlockError, failure } from './verify-evidence.ts';
import { checkLogged } from './verify-log.ts';
import type { AloneBlock, CheckedPage } from './verify-page.ts';
import type { Failed, ProofKey, Verified, VerifyTask } from './verify-protocol.ts';
import { checkSigners } from './verify-signatures.ts';
import { witnessingOf } from './witnessing.ts';

/** Where the evidence comes from, and the clock in milliseconds. */
export interface Sources {
  /** Reads a page and checks its blocks, each by itself. Called for several pages at once. */
  checkPage(address: string): Promise<CheckedPage>;
  readCheckpoint(): Promise<string>;
  readTile: ReadTile;
  clock(): number;
  progress(done: number, total: number): void;
}

interface Checked {
  blocks: AloneBlock[];
  keys: ProofKey[];
  log: string;
  policy: Policy;
}

/** The report of a check. Throws only what the sources throw. */
export async function verifyBlocks(task: VerifyTask, sources: Sources): Promise<Verified | Failed> {
  const report = await verifyOnce(task, sources);
  return report.kind === 'failed' && mayHaveComeBetween(report) ? verifyOnce(task, sources) : report;
}

async function verifyOnce(task: VerifyTask, sources: Sources): Promise<Verified | Failed> {
  const began = sources.clock();
  try {
    const { blocks, keys, log, policy } = await checkPages(task, sources);
    const checkpoint = await readSigned(sources, log, policy);
    const waiting = await checkLogged(blocks, checkpoint, sources.readTile);
    const signers = await checkSigners(blocks, keys, checkpoint, sources.readTile);
    return {
      kind: 'verified',
      count: blocks.length,
      waiting,
      ...foundIn(blocks, task.scope),
      origin: checkpoint.origin,
      size: checkpoint.size,
      root: hex(checkpoint.root),
      witnessing: witnessingOf(checkpoint, policy),
      seconds: (sources.clock() - began) / 1000,
      seqs: blocks.map(({ seq }) => seq),
      signers,
    };
  } catch (error) {
    if (error instanceof ProofError) return failure(error);
    throw error;
  }
}

async function readSigned(sources: Sources, log: string, policy: Policy): Promise<WitnessedCheckpoint> {
  const checkpoint = openWitnessed(await sources.readCheckpoint(), policy);
  if (checkpoint.origin === log) return checkpoint;
  throw new ProofError('checkpoint', `The checkpoint is of the log ${checkpoint.origin}, not of ${log}.`);
}

// Each block was checked by itself; here it is put in its place, in order, so that what is told is the first that fails.
async function checkPages(task: VerifyTask, sources: Sources): Promise<Checked> {
  const first = await sources.checkPage(task.proof);
  let last = first;
  const blocks: AloneBlock[] = [];
  const keys: ProofKey[] = [];
  let state = openChain(first);
  for await (const page of pagesFrom(first, sources)) {
    last = page;
    for (const block of page.blocks) {
      if (task.scope === 'chain') state = link(state, block);
      blocks.push(block);
    }
    if (page.failed) throw new BlockError(page.failed, page.failed);
    if (page.broken !== undefined) throw new Error(page.broken);
    keys.push(...(page.keys ?? []));
    sources.progress(blocks.length, Math.max(task.total, blocks.length));
  }
  checkLength(task, blocks.length);
  if (task.scope === 'chain') checkEnd(state, {});
  return { blocks, keys, log: last.log, policy: parsePolicy(last.policy) };
}

async function* pagesFrom(first: CheckedPage, { checkPage }: Sources): AsyncGenerator<CheckedPage> {
  yield first;
  yield* inOrder(first.more, checkPage);
}

/** A chain that is shorter than the page said has lost its end. */
function checkLength({ scope, total }: VerifyTask, length: number): void {
  const wanted = scope === 'chain' ? total : 1;
  if (length >= wanted) return;
  throw new ProofError('sequence', `There are ${length} entries, not ${wanted}.`, { seq: length });
}

function link(state: ChainState, block: AloneBlock): ChainState {
  const { placed } = block;
  try {
    return 'header' in placed ? linkBlock(state, placed) : linkGone(state, placed);
  } catch (error) {
    throw error instanceof ProofError ? new BlockError(error, block) : error;
  }
}

// Files of a whole chain are not read. That an erasure names what is gone of a block, its chain alone shows.
function foundIn(blocks: readonly AloneBlock[], scope: VerifyTask['scope']) {
  const standing = blocks.map(({ placed }) => placed).filter((placed) => 'header' in placed);
  const whole = scope === 'chain';
  return {
    head: headOf(blocks),
    unread: whole ? blocks.reduce((sum, { files }) => sum + files, 0) : 0,
    erasures: whole ? standing.flatMap(erasuresIn) : [],
    erasedPart: !whole && standing.some(({ erased }) => erased !== undefined),
  };
}

function headOf(blocks: readonly AloneBlock[]): string {
  const { hash = ZERO_HASH_HEX } = blocks.at(-1)?.placed ?? {};
  return typeof hash === 'string' ? hash : hex(hash);
}

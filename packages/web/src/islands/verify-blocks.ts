// The check of a chain, or of one record's block, against the signed log (LEDGER.md items 8 to 11 and 17). Nothing here
// touches the page: it runs in a worker, and in Node for its tests.
import {
  type ChainState,
  type Checkpoint,
  type ContentRef,
  checkBlock,
  checkBlockAlone,
  contentMeter,
  fromBase64,
  fromHex,
  type Hash,
  hex,
  noteVerifier,
  openChain,
  openCheckpoint,
  ProofError,
  parseStatement,
  parseVerifierKey,
  type ReadTile,
} from '@patrec/ledger';
import { BlockError, evidenceOf, loggedBlock } from './verify-evidence.ts';
import { checkLogged, type LoggedBlock } from './verify-log.ts';
import type { Failed, ProofBlock, ProofFile, ProofPage, Verified, VerifyTask } from './verify-protocol.ts';
import { checkSigners, type SignedPage, signedOf } from './verify-signatures.ts';

/** Where the evidence comes from, and the clock in milliseconds. */
export interface Sources {
  readPage(address: string): Promise<ProofPage>;
  readCheckpoint(): Promise<string>;
  readTile: ReadTile;
  /** The bytes of a file, piece by piece; null where the server says that they are gone or damaged. */
  readFile(id: string): Promise<AsyncIterable<Uint8Array> | null>;
  clock(): number;
  progress(done: number, total: number): void;
}

interface Checked {
  blocks: LoggedBlock[];
  head: Hash;
  unread: number;
  signed: SignedPage[];
  log: string;
  vkey: string;
}

/** The report of a check. Throws only what the sources throw. */
export async function verifyBlocks(task: VerifyTask, sources: Sources): Promise<Verified | Failed> {
  const began = sources.clock();
  try {
    const { blocks, head, unread, signed, log, vkey } = await checkPages(task, sources);
    const checkpoint = await readSigned(sources, log, vkey);
    const waiting = await checkLogged(blocks, checkpoint, sources.readTile);
    const signers = await checkSigners(signed, checkpoint, sources.readTile);
    return {
      kind: 'verified',
      count: blocks.length,
      waiting,
      unread,
      head: hex(head),
      origin: checkpoint.origin,
      size: checkpoint.size,
      root: hex(checkpoint.root),
      seconds: (sources.clock() - began) / 1000,
      seqs: blocks.map(({ seq }) => seq),
      signers,
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
  const signed: SignedPage[] = [];
  let page = await sources.readPage(task.proof);
  let state: ChainState = openChain(page);
  let unread = 0;
  while (true) {
    for (const block of page.blocks) {
      const { files = [] } = block;
      if (task.scope === 'chain') unread += files.length;
      const measured = await Promise.all(
        files.map((file) => (task.scope === 'chain' ? statedFile(block, file) : measureFile(file, sources))),
      );
      state = checkOne(state, block, measured, task.scope);
      blocks.push(loggedBlock(block));
    }
    signed.push(signedOf(page));
    sources.progress(blocks.length, Math.max(task.total, blocks.length));
    if (page.more === null) break;
    page = await sources.readPage(page.more);
  }
  checkLength(task, blocks.length);
  const head = blocks.at(-1)?.hash ?? fromHex(state.head);
  return { blocks, head, unread, signed, log: page.log, vkey: page.vkey };
}

/** A chain that is shorter than the page said has lost its end. */
function checkLength({ scope, total }: VerifyTask, length: number): void {
  const wanted = scope === 'chain' ? total : 1;
  if (length >= wanted) return;
  throw new ProofError('sequence', `There are ${length} entries, not ${wanted}.`, { seq: length });
}

/** In a chain each block is checked in its place; a single block by itself. */
function checkOne(
  state: ChainState,
  block: ProofBlock,
  files: readonly ContentRef[],
  scope: VerifyTask['scope'],
): ChainState {
  try {
    const evidence = evidenceOf(block, files);
    if (scope === 'chain') return checkBlock(state, evidence);
    checkBlockAlone(evidence);
    return state;
  } catch (error) {
    if (!(error instanceof ProofError)) throw error;
    throw new BlockError(error, block);
  }
}

/** Reads a file to its end and gives what a statement has to say of it. */
async function measureFile({ id, ref, mediaType, salt }: ProofFile, sources: Sources): Promise<ContentRef> {
  const meter = contentMeter(fromBase64(salt), mediaType);
  const bytes = await sources.readFile(id);
  for await (const piece of bytes ?? []) meter.update(piece);
  return { ref, mediaType, ...meter.end() };
}

/** What the statement says of a file that is not fetched: of the file nothing is checked then, and the report says so. */
function statedFile(block: ProofBlock, { ref }: ProofFile): ContentRef {
  const said = parseStatement(fromBase64(block.statement)).contents.find((one) => one.ref === ref);
  if (said === undefined) throw new ProofError('content', `${ref} is not in the statement.`, { ref });
  return said;
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

// The check of a chain, or of one record's block, against the signed log (LEDGER.md items 8 to 11 and 17). Nothing here
// touches the page: it runs in a worker, and in Node for its tests.
import {
  type ChainState,
  type ContentRef,
  checkBlockAlone,
  checkEnd,
  contentMeter,
  fromBase64,
  fromHex,
  type Hash,
  hex,
  linkBlock,
  linkGone,
  openChain,
  openWitnessed,
  type Policy,
  ProofError,
  parsePolicy,
  parseStatement,
  type ReadTile,
  type Statement,
  type WitnessedCheckpoint,
} from '@patrec/ledger';
import { erasuresIn, goneBlock, mayHaveComeBetween } from './verify-erased.ts';
import { BlockError, evidenceOf, loggedBlock } from './verify-evidence.ts';
import { checkLogged, type LoggedBlock } from './verify-log.ts';
import type {
  ErasureFound,
  Failed,
  ProofBlock,
  ProofFile,
  ProofKey,
  ProofPage,
  Verified,
  VerifyTask,
} from './verify-protocol.ts';
import { checkSigners, type SignedBlock } from './verify-signatures.ts';
import { witnessingOf } from './witnessing.ts';

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
  erasures: ErasureFound[];
  erasedPart: boolean;
  signed: SignedBlock[];
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
    const { blocks, signed, keys, head, unread, erasures, erasedPart, log, policy } = await checkPages(task, sources);
    const checkpoint = await readSigned(sources, log, policy);
    const waiting = await checkLogged(blocks, checkpoint, sources.readTile);
    const signers = await checkSigners(signed, keys, checkpoint, sources.readTile);
    return {
      kind: 'verified',
      count: blocks.length,
      waiting,
      unread,
      erasures,
      erasedPart,
      head: hex(head),
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

async function checkPages(task: VerifyTask, sources: Sources): Promise<Checked> {
  const blocks: LoggedBlock[] = [];
  const signed: SignedBlock[] = [];
  const keys: ProofKey[] = [];
  let page = await sources.readPage(task.proof);
  let state: ChainState = openChain(page);
  let unread = 0;
  let erasedPart = false;
  const erasures: ErasureFound[] = [];
  while (true) {
    const following = page.more === null ? null : ahead(sources.readPage(page.more));
    for (const block of page.blocks) {
      const { files = [] } = block;
      if (task.scope === 'chain') unread += files.length;
      const measured = await Promise.all(
        files.map((file) => (task.scope === 'chain' ? statedFile(block, file) : measureFile(file, sources))),
      );
      const found = checkOne(state, block, measured, task.scope);
      state = found.state;
      blocks.push(found.logged);
      if (found.author) signed.push({ block, author: found.author });
      if (task.scope === 'chain') erasures.push(...erasuresIn(block));
      else erasedPart ||= block.erased !== undefined;
    }
    keys.push(...(page.keys ?? []));
    sources.progress(blocks.length, Math.max(task.total, blocks.length));
    if (following === null) break;
    page = await following;
  }
  checkLength(task, blocks.length);
  if (task.scope === 'chain') checkEnd(state, {});
  const head = blocks.at(-1)?.hash ?? fromHex(state.head);
  return { blocks, signed, keys, head, unread, erasures, erasedPart, log: page.log, policy: parsePolicy(page.policy) };
}

/** What is asked for while something else is checked. Where it cannot be had, that matters once it is waited for. */
function ahead<T>(asked: Promise<T>): Promise<T> {
  asked.catch(() => undefined);
  return asked;
}

/** A chain that is shorter than the page said has lost its end. */
function checkLength({ scope, total }: VerifyTask, length: number): void {
  const wanted = scope === 'chain' ? total : 1;
  if (length >= wanted) return;
  throw new ProofError('sequence', `There are ${length} entries, not ${wanted}.`, { seq: length });
}

interface Found {
  state: ChainState;
  logged: LoggedBlock;
  /** Who states it, where that is signed. */
  author?: Statement;
}

/** In a chain each block is checked in its place; a single block by itself. */
function checkOne(
  state: ChainState,
  block: ProofBlock,
  files: readonly ContentRef[],
  scope: VerifyTask['scope'],
): Found {
  try {
    const gone = scope === 'chain' ? goneBlock(block) : undefined;
    if (gone) return { state: linkGone(state, gone), logged: loggedBlock(block, gone.seq, fromHex(gone.hash)) };
    const checked = checkBlockAlone(evidenceOf(block, files));
    const { header, statement, hash } = checked;
    return {
      state: scope === 'chain' ? linkBlock(state, checked) : state,
      logged: loggedBlock(block, header.seq, hash),
      ...(header.statementSig !== undefined && { author: statement }),
    };
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
  const said = parseStatement(fromBase64(block.statement ?? '')).contents.find((one) => one.ref === ref);
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

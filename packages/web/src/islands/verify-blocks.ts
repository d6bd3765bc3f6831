// The check of a chain, or of one record's block, against the signed log (LEDGER.md items 8 to 11 and 17). Nothing here
// touches the page: it runs in a worker, and in Node for its tests.
import {
  type BlockEvidence,
  blockHash,
  type ChainState,
  type Checkpoint,
  type ContentRef,
  checkBlock,
  checkBlockAlone,
  checkEnd,
  contentMeter,
  fromBase64,
  fromHex,
  type Hash,
  hex,
  noteVerifier,
  openChain,
  openCheckpoint,
  ProofError,
  parseHeader,
  parseStatement,
  parseVerifierKey,
  type ReadTile,
} from '@patrec/ledger';
import { erasuresIn, goneBlock, mayHaveComeBetween } from './verify-erased.ts';
import { checkLogged, type LoggedBlock } from './verify-log.ts';
import type {
  ErasureFound,
  Failed,
  ProofBlock,
  ProofFile,
  ProofPage,
  Verified,
  VerifyTask,
} from './verify-protocol.ts';

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
  log: string;
  vkey: string;
}

/** The report of a check. Throws only what the sources throw. */
export async function verifyBlocks(task: VerifyTask, sources: Sources): Promise<Verified | Failed> {
  const report = await verifyOnce(task, sources);
  return report.kind === 'failed' && mayHaveComeBetween(report) ? verifyOnce(task, sources) : report;
}

async function verifyOnce(task: VerifyTask, sources: Sources): Promise<Verified | Failed> {
  const began = sources.clock();
  try {
    const { blocks, head, unread, erasures, erasedPart, log, vkey } = await checkPages(task, sources);
    const checkpoint = await readSigned(sources, log, vkey);
    const waiting = await checkLogged(blocks, checkpoint, sources.readTile);
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
  let unread = 0;
  let erasedPart = false;
  const erasures: ErasureFound[] = [];
  while (true) {
    for (const block of page.blocks) {
      const { files = [] } = block;
      if (task.scope === 'chain') unread += files.length;
      const measured = await Promise.all(
        files.map((file) => (task.scope === 'chain' ? statedFile(block, file) : measureFile(file, sources))),
      );
      state = checkOne(state, block, measured, task.scope);
      blocks.push(loggedBlock(block));
      if (task.scope === 'chain') erasures.push(...erasuresIn(block));
      else erasedPart ||= block.erased !== undefined;
    }
    sources.progress(blocks.length, Math.max(task.total, blocks.length));
    if (page.more === null) break;
    page = await sources.readPage(page.more);
  }
  checkLength(task, blocks.length);
  if (task.scope === 'chain') checkEnd(state, {});
  const head = blocks.at(-1)?.hash ?? fromHex(state.head);
  return { blocks, head, unread, erasures, erasedPart, log: page.log, vkey: page.vkey };
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
    const gone = goneBlock(block);
    if (gone && scope === 'chain') return checkBlock(state, gone);
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
  const said = parseStatement(fromBase64(block.statement ?? '')).contents.find((one) => one.ref === ref);
  if (said === undefined) throw new ProofError('content', `${ref} is not in the statement.`, { ref });
  return said;
}

function evidenceOf(block: ProofBlock, files: readonly ContentRef[]): BlockEvidence {
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

function loggedBlock(block: ProofBlock): LoggedBlock {
  const place = { record: block.record[0] ?? null, leafIndex: block.leafIndex };
  const gone = goneBlock(block);
  if (gone) return { ...place, seq: gone.seq, hash: fromHex(gone.hash) };
  const header = fromBase64(block.header ?? '');
  return { ...place, seq: parseHeader(header).seq, hash: blockHash(header) };
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

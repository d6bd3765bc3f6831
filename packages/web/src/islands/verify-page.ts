// What the blocks of a page are by themselves, whatever stands before them (LEDGER.md items 8, 9 and 17): nearly all of the
// work, and it may be done in any order and by any worker.
import {
  type ContentRef,
  checkBlockAlone,
  contentMeter,
  fromBase64,
  fromHex,
  type GoneBlock,
  type LinkedBlock,
  ProofError,
  parseStatement,
  type Statement,
} from '@patrec/ledger';
import { BlockError, evidenceOf, failure } from './verify-evidence.ts';
import { type LoggedBlock, loggedBlock } from './verify-log.ts';
import type { Failed, ProofBlock, ProofFile, ProofPage, VerifyTask } from './verify-protocol.ts';

/** A block that holds by itself: what its chain, the log and the keys are still asked about it. */
export interface AloneBlock extends LoggedBlock {
  placed: LinkedBlock | GoneBlock;
  /** Who states it, where that is signed. */
  author?: Pick<Statement, 'author' | 'authorKey'>;
  /** How many files it names. */
  files: number;
}

/** A page of which each block was checked by itself, up to the first that does not hold. A plain value: workers send it. */
export interface CheckedPage extends Omit<ProofPage, 'blocks'> {
  blocks: AloneBlock[];
  /** The first that does not hold. */
  failed?: Failed;
  /** Why one could not be checked at all. */
  broken?: string;
}

/** Gives the bytes of a file, piece by piece; null where the server says that they are gone or damaged. */
export type ReadFile = (id: string) => Promise<AsyncIterable<Uint8Array> | null>;

/** Checks a page. Files are read with a record of their own, not with a whole chain. */
export async function checkPage(
  { blocks, ...page }: ProofPage,
  scope: VerifyTask['scope'],
  readFile: ReadFile,
): Promise<CheckedPage> {
  const checked: AloneBlock[] = [];
  for (const block of blocks) {
    try {
      const files = scope === 'chain' ? statedFiles(block) : await measureFiles(block, readFile);
      checked.push(checkAlone(block, scope, files));
    } catch (error) {
      const found =
        error instanceof ProofError ? { failed: failure(new BlockError(error, block)) } : { broken: String(error) };
      return { ...page, blocks: checked, ...found };
    }
  }
  return { ...page, blocks: checked };
}

/** In a chain a block may be gone: an erasure that comes later has to say so. */
function checkAlone(block: ProofBlock, scope: VerifyTask['scope'], read: readonly ContentRef[]): AloneBlock {
  const { seq, gone, files = [] } = block;
  if (gone && scope === 'chain')
    return {
      ...loggedBlock(block, seq, fromHex(gone.hash)),
      placed: { seq, prev: gone.prev, hash: gone.hash },
      files: files.length,
    };
  const { header, statement, hash, erased, erasure } = checkBlockAlone(evidenceOf(block, read));
  const { log, chain, prev, recordedAt } = header;
  const place = { log, chain, seq: header.seq, prev, recordedAt };
  return {
    ...loggedBlock(block, header.seq, hash),
    placed: { header: place, hash, ...(erased && { erased }), ...(erasure && { erasure }) },
    ...(header.statementSig !== undefined && { author: statement }),
    files: files.length,
  };
}

/** What the statement says of files that are not fetched: of them nothing is checked then, and the report says so. */
function statedFiles({ files = [], statement }: ProofBlock): ContentRef[] {
  if (files.length === 0) return [];
  const { contents } = parseStatement(fromBase64(statement ?? ''));
  return files.map(({ ref }) => {
    const said = contents.find((one) => one.ref === ref);
    if (said === undefined) throw new ProofError('content', `${ref} is not in the statement.`, { ref });
    return said;
  });
}

function measureFiles({ files = [] }: ProofBlock, readFile: ReadFile): Promise<ContentRef[]> {
  return Promise.all(files.map((file) => measureFile(file, readFile)));
}

/** Reads a file to its end and gives what a statement has to say of it. */
async function measureFile({ id, ref, mediaType, salt }: ProofFile, readFile: ReadFile): Promise<ContentRef> {
  const meter = contentMeter(fromBase64(salt), mediaType);
  for await (const piece of (await readFile(id)) ?? []) meter.update(piece);
  return { ref, mediaType, ...meter.end() };
}

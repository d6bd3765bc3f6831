// One chain, held against itself: every block, link, statement and content, and the rows that speak of them.

import {
  type ChainState,
  checkBlockAlone,
  checkEnd,
  hex,
  linkBlock,
  linkGone,
  openChain,
  ProofError,
} from '@patrec/ledger';
import type { Db } from '../../db/pool.ts';
import { snapshot } from '../../db/transaction.ts';
import { fileRef } from '../../files/uploads.ts';
import { erasedParts, erasureManifests, type StoredManifest } from '../../records/erasure-manifests.ts';
import { blockPages, type ChainHeadRow, type ContentRow, readHead, type StoredBlock } from './chain-pages.ts';
import { checkPageRows, checkWholeChain } from './chain-rows.ts';
import { mismatch, type Problem, problemOf } from './problem.ts';
import { newTally, type ProvedBlock, type Tally } from './tally.ts';

/** An erasure that the chain states and that holds: whose, when, on which legal basis, of how many blocks. */
export interface ErasureReport {
  readonly where: string;
  readonly at: string;
  readonly basis: string;
  readonly blocks: number;
}

/** What was checked of a chain, what was erased from it, and what does not hold. */
export interface ChainReport {
  readonly erasures: readonly ErasureReport[];
  readonly blocks: number;
  readonly contents: number;
  readonly problems: readonly Problem[];
}

/** Checks one chain as it stands at this moment: others write on. */
export function verifyChainOf(db: Db, log: string, chain: string): Promise<ChainReport> {
  return snapshot(db, async (frozen) => {
    const head = await readHead(frozen, chain);
    if (head) return verifyFrozen(frozen, log, head);
    return { erasures: [], blocks: 0, contents: 0, problems: [mismatch(`chain ${chain}`, 'Its head is gone.')] };
  });
}

// A block that fails ends the walk: nothing after it can be placed.
async function verifyFrozen(db: Db, log: string, head: ChainHeadRow): Promise<ChainReport> {
  const name = head.number ?? (head.isInstitution ? 'the institution' : `chain ${head.chain}`);
  const problems: Problem[] = [];
  const said: ErasureReport[] = [];
  let state = openChain({ log, chain: head.chain });
  let contents = 0;
  let at: StoredBlock | undefined;
  try {
    const erasures = await erasureManifests(db, head.chain);
    const tally = newTally(head, name, erasedParts(erasures));
    for await (const page of blockPages(db, head.chain)) {
      const proved: ProvedBlock[] = [];
      for (at of page) {
        contents += at.contents.length;
        if (isGone(at.block)) {
          state = linkGone(state, remainsOf(at.block));
          continue;
        }
        const block = proveStored(state, at, evidenceOfErasure(at, erasures, tally));
        state = linkBlock(state, block);
        said.push(...reportOf(name, block));
        proved.push(block);
      }
      at = undefined;
      problems.push(...(await checkPageRows(db, tally, proved)));
    }
    checkEnd(state, { size: head.seq + 1, head: hex(head.hash) });
    problems.push(...checkHead(head, state, name), ...(await checkWholeChain(db, tally, head.isInstitution)));
  } catch (error) {
    problems.push(problemOf(placeOf(name, at, error), error));
  }
  return { blocks: state.size, contents, erasures: said, problems };
}

function reportOf(where: string, { header, erasure }: ProvedBlock): ErasureReport[] {
  if (!erasure) return [];
  return [{ where, at: header.recordedAt, basis: erasure.basis, blocks: erasure.blocks.length }];
}

function checkHead({ kind, isInstitution, recordedAt }: ChainHeadRow, state: ChainState, name: string): Problem[] {
  const same = (kind === 'institution') === isInstitution && recordedAt === Date.parse(state.recordedAt);
  return same ? [] : [mismatch(name, 'The head of its chain does not say what the last block says.')];
}

function isGone({ header, statement: stated }: StoredBlock['block']): boolean {
  return header === null || stated === null;
}

function remainsOf({ seq, prev, hash }: StoredBlock['block']) {
  return { seq, prev: hex(prev), hash: hex(hash) };
}

// What an erasure says is a content of its block; what others say is gone of a block is no part of it any more.
function evidenceOfErasure({ block }: StoredBlock, erasures: readonly StoredManifest[], { erased }: Tally) {
  const said = erasures.filter(({ seq }) => seq === block.seq);
  const refs = erased.get(block.seq)?.refs;
  return { said, ...(refs && { erased: refs }) };
}

function proveStored(
  { size }: ChainState,
  { block, contents, files }: StoredBlock,
  { said, erased }: ReturnType<typeof evidenceOfErasure>,
): ProvedBlock {
  // What the row of a file says of its bytes must be what the block says; the bytes themselves are read in verify-files.ts.
  const measured = files.map(({ id, mediaType, length, commitment }) => ({
    ref: fileRef(id),
    mediaType,
    length,
    commitment,
  }));
  const evidence = contents.map((row) => ({
    ref: refOf(row),
    mediaType: row.media_type,
    bytes: row.bytes,
    salt: row.salt,
  }));
  const checked = checkBlockAlone({
    header: block.header ?? Buffer.alloc(0),
    statement: block.statement ?? Buffer.alloc(0),
    contents: [...evidence, ...measured, ...said],
    complete: true,
    ...(erased && { erased }),
  });
  const { type, author, nonce, contents: stated } = checked.statement;
  const { hash, prev, seq } = block;
  const same =
    hash.equals(checked.hash) &&
    prev.toString('hex') === checked.header.prev &&
    seq === checked.header.seq &&
    block.type === type &&
    block.author === author &&
    block.nonce === nonce &&
    block.recordedAt === Date.parse(checked.header.recordedAt);
  // What lists read from columns must be what the block says.
  if (!same) throw new ProofError('header', `Block ${size}: its row does not say what the block says.`, { seq: size });
  const byRef = new Map(contents.map((row) => [refOf(row), row]));
  const inOrder = stated.flatMap(({ ref }) => byRef.get(ref) ?? []);
  return { ...checked, contents: inOrder, files, leafIndex: block.leafIndex };
}

function refOf({ type, id, version }: ContentRow): string {
  return `${type}/${id}/_history/${version}`;
}

// A record where the block brought one: people know records, not blocks. Of a block that is missing nothing is known.
function placeOf(name: string, at: StoredBlock | undefined, error: unknown): string {
  const { ref, seq, check } = error instanceof ProofError ? error : {};
  if (check === 'sequence') return `${name}, block ${seq}`;
  const blamed = at?.contents.find((content) => refOf(content) === ref) ?? at?.contents[0];
  if (blamed && blamed.record !== null) return `${name}-REC${blamed.record}`;
  return seq === undefined ? name : `${name}, block ${seq}`;
}

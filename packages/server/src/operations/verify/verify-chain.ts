// One chain, held against itself: every block, link, statement and content, and the rows that speak of them.

import { type ChainState, checkBlockAlone, checkEnd, hex, linkBlock, openChain, ProofError } from '@patrec/ledger';
import type { Db } from '../../db/pool.ts';
import { blockPages, type ChainHeadRow, type ContentRow, type StoredBlock } from './chain-pages.ts';
import { checkPageRows, checkWholeChain } from './chain-rows.ts';
import { type Problem, problemOf } from './problem.ts';
import { newTally, type ProvedBlock } from './tally.ts';

/** What was checked of a chain, and what does not hold. */
export interface ChainReport {
  readonly blocks: number;
  readonly contents: number;
  readonly problems: readonly Problem[];
}

/** Checks one chain. A block that fails ends the walk: nothing after it can be placed. */
export async function verifyChainOf(db: Db, log: string, head: ChainHeadRow): Promise<ChainReport> {
  const name = head.number ?? (head.kind === 'institution' ? 'the institution' : `chain ${head.chain}`);
  const tally = newTally(head.chain, name);
  const problems: Problem[] = [];
  let state = openChain({ log, chain: head.chain });
  let contents = 0;
  let at: StoredBlock | undefined;
  try {
    for await (const page of blockPages(db, head.chain)) {
      const proved: ProvedBlock[] = [];
      for (at of page) {
        const block = proveStored(state, at);
        state = linkBlock(state, block);
        contents += at.contents.length;
        proved.push(block);
      }
      at = undefined;
      problems.push(...(await checkPageRows(db, tally, proved)));
    }
    checkEnd(state, { size: head.seq + 1, head: hex(head.hash) });
    problems.push(...(await checkWholeChain(db, tally, head.kind)));
  } catch (error) {
    problems.push(problemOf(placeOf(name, at, error), error));
  }
  return { blocks: state.size, contents, problems };
}

function proveStored({ size, head }: ChainState, { block, contents }: StoredBlock): ProvedBlock {
  const evidence = contents.map((row) => ({
    ref: refOf(row),
    mediaType: row.media_type,
    bytes: row.bytes,
    salt: row.salt,
  }));
  const checked = checkBlockAlone({
    header: block.header,
    statement: block.statement,
    contents: evidence,
    complete: true,
  });
  const { type, author, nonce, contents: stated } = checked.statement;
  const { hash, prev, seq } = block;
  const same =
    hex(hash) === hex(checked.hash) &&
    hex(prev) === head &&
    seq === size &&
    block.type === type &&
    block.author === author &&
    block.nonce === nonce;
  // What lists read from columns must be what the block says.
  if (!same) throw new ProofError('header', `Block ${size}: its row does not say what the block says.`, { seq: size });
  const byRef = new Map(contents.map((row) => [refOf(row), row]));
  return { ...checked, contents: stated.flatMap(({ ref }) => byRef.get(ref) ?? []) };
}

function refOf({ type, id, version }: ContentRow): string {
  return `${type}/${id}/_history/${version}`;
}

// A record where the block brought one: people know records, not blocks.
function placeOf(name: string, at: StoredBlock | undefined, error: unknown): string {
  const { ref, seq } = error instanceof ProofError ? error : {};
  const blamed = at?.contents.find((content) => refOf(content) === ref) ?? at?.contents[0];
  if (blamed && blamed.record !== null) return `${name}-REC${blamed.record}`;
  return seq === undefined ? name : `${name}, block ${seq}`;
}

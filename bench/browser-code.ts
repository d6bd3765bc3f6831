// The check of a chain, in a page, with all that it fetches at hand.

import { tilePath } from '@patrec/ledger';
import { type Sources, verifyBlocks } from '@patrec/web/verify-blocks';
import { checkPage } from '@patrec/web/verify-page';

export type Report = Awaited<ReturnType<typeof verifyBlocks>>;

const texts = new Map<string, string>();
const tiles = new Map<string, Uint8Array>();

/** Fetches what is at these addresses. */
export async function load(addresses: readonly string[]): Promise<void> {
  for (const address of addresses) {
    const answer = await fetch(address);
    if (address.startsWith('/log/tile/')) tiles.set(address, new Uint8Array(await answer.arrayBuffer()));
    else texts.set(address, await answer.text());
  }
}

/** Checks the chain of that many blocks whose proof begins at that address. */
export function check(proof: string, total: number): Promise<Report> {
  return verifyBlocks({ proof, scope: 'chain', total }, SOURCES);
}

const SOURCES: Sources = {
  checkPage: async (address) => checkPage(JSON.parse(at(texts, address)), 'chain', async () => null),
  readCheckpoint: async () => at(texts, '/log/checkpoint'),
  readTile: (level, index, width) => at(tiles, `/log/tile/${tilePath(level, index, width)}`),
  clock: () => performance.now(),
  progress: () => undefined,
};

function at<T>(kept: ReadonlyMap<string, T>, address: string): T {
  const found = kept.get(address);
  if (found === undefined) throw new Error(`${address} is not at hand.`);
  return found;
}

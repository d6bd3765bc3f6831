// The worker that checks: it fetches the evidence and the log by itself and reports to the page.
import { type ReadTile, TILE_WIDTH, tilePath } from '@patrec/ledger';
import { fetchPage, get } from './fetch-evidence.ts';
import { shareOut } from './page-helpers.ts';
import { verifyBlocks } from './verify-blocks.ts';
import type { VerifyReport, VerifyTask } from './verify-protocol.ts';

const report = (message: VerifyReport): void => postMessage(message);

addEventListener('message', (event: MessageEvent<VerifyTask>) => {
  run(event.data).then(report, (error: unknown) => report({ kind: 'unreachable', message: String(error) }));
});

/** A chain of more blocks is of more pages than one worker should check. */
const LONG = 400;

function run(task: VerifyTask): Promise<VerifyReport> {
  const own = (address: string) => fetchPage(address, task.scope);
  return verifyBlocks(task, {
    checkPage: task.scope === 'chain' && task.total > LONG ? shareOut(own) : own,
    readCheckpoint: async () => (await get('/log/checkpoint')).text(),
    readTile: rememberTiles(fetchTile),
    clock: () => performance.now(),
    progress: (done, total) => report({ kind: 'progress', done, total }),
  });
}

/** A partial tile may have become a full one since the checkpoint was signed; the full one begins the same. */
async function fetchTile(level: number, index: number, width: number): Promise<Uint8Array> {
  const partial = await fetch(`/log/tile/${tilePath(level, index, width)}`, { credentials: 'same-origin' });
  const response = partial.ok || width === TILE_WIDTH ? partial : await get(`/log/tile/${tilePath(level, index)}`);
  if (!response.ok) throw new Error(`A tile of the log answered ${response.status}`);
  return new Uint8Array(await response.arrayBuffer()).subarray(0, width * 32);
}

function rememberTiles(read: (...place: Parameters<ReadTile>) => Promise<Uint8Array>): ReadTile {
  const known = new Map<string, Promise<Uint8Array>>();
  return (level, index, width) => {
    const key = `${level}/${index}/${width}`;
    const tile = known.get(key) ?? read(level, index, width);
    known.set(key, tile);
    return tile;
  };
}

// The worker that checks: it fetches the evidence and the log by itself and reports to the page.
import { type ReadTile, TILE_WIDTH, tilePath } from '@patrec/ledger';
import { verifyBlocks } from './verify-blocks.ts';
import type { ProofPage, VerifyReport, VerifyTask } from './verify-protocol.ts';

const report = (message: VerifyReport): void => postMessage(message);

addEventListener('message', (event: MessageEvent<VerifyTask>) => {
  run(event.data).then(report, (error: unknown) => report({ kind: 'unreachable', message: String(error) }));
});

function run(task: VerifyTask): Promise<VerifyReport> {
  return verifyBlocks(task, {
    readPage: async (address) => (await get(address)).json() as Promise<ProofPage>,
    readCheckpoint: async () => (await get('/log/checkpoint')).text(),
    readTile: rememberTiles(fetchTile),
    readFile,
    clock: () => performance.now(),
    progress: (done, total) => report({ kind: 'progress', done, total }),
  });
}

async function get(address: string): Promise<Response> {
  const response = await fetch(address, { credentials: 'same-origin' });
  if (!response.ok) throw new Error(`${address} answered ${response.status}`);
  return response;
}

/** The file's bytes as they come. One that is gone or damaged is a finding, not a failure of the way there. */
async function readFile(id: string): Promise<AsyncIterable<Uint8Array> | null> {
  const response = await fetch(`/fhir/Binary/${id}`, { credentials: 'same-origin' });
  if (response.status === 410) return null;
  if (!response.ok || response.body === null) throw new Error(`A file answered ${response.status}`);
  return pieces(response.body.getReader());
}

async function* pieces(reader: ReadableStreamDefaultReader<Uint8Array>): AsyncGenerator<Uint8Array> {
  for (let next = await reader.read(); !next.done; next = await reader.read()) yield next.value;
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

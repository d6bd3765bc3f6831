// Prints how many blocks one core checks in a second: header, statement, one content of one kilobyte, link. Run with
// `node test/blocks-per-second.ts`; with `--import ./test/portable.ts` in front for the primitives of browsers.
import { performance } from 'node:perf_hooks';
import { checkBlock, openChain } from '../src/index.ts';
import { CHAIN, chainOf, LOG } from './chains.ts';

const blocks = chainOf(5_000);
const seconds = Math.min(...Array.from({ length: 5 }, timeOnce)) / 1000;
process.stdout.write(`${Math.round(blocks.length / seconds)} blocks/s\n`);

function timeOnce(): number {
  const start = performance.now();
  blocks.reduce(checkBlock, openChain({ log: LOG, chain: CHAIN }));
  return performance.now() - start;
}

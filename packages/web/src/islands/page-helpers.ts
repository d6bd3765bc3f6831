// The pages of a long chain, shared out: this worker checks some, and others, as many as the device has processors for, the
// rest.
import type { CheckedPage } from './verify-page.ts';

/** What a helper answers. */
export type PageAnswer = { page: CheckedPage } | { error: string };

type CheckPage = (address: string) => Promise<CheckedPage>;

const MOST = 3;

/**
 * Starts helpers and gives what checks a page by whoever has the fewest: `own` is this worker. What a helper cannot do, or
 * where there can be none, is done here.
 */
export function shareOut(own: CheckPage): CheckPage {
  const count = typeof Worker === 'undefined' ? 0 : Math.min(navigator.hardwareConcurrency - 1, MOST);
  const hands = new Set([own, ...Array.from({ length: count }, startHelper)].map((check) => ({ check, busy: 0 })));
  return async (address) => {
    const hand = [...hands].reduce((a, b) => (b.busy < a.busy ? b : a));
    hand.busy += 1;
    try {
      return await hand.check(address);
    } catch (error) {
      if (hand.check === own) throw error;
      hands.delete(hand);
      return await own(address);
    } finally {
      hand.busy -= 1;
    }
  };
}

function startHelper(): CheckPage {
  const worker = new Worker(new URL('./verify-page-worker.ts', import.meta.url), { type: 'module' });
  const failed = new Promise<never>((_, reject) => {
    worker.addEventListener('error', (event) => {
      event.preventDefault(); // or the page would hear of it too, and give up
      reject(new Error('A worker failed.'));
    });
  });
  failed.catch(() => undefined);
  return (address) => Promise.race([failed, ask(worker, address)]);
}

function ask(worker: Worker, address: string): Promise<CheckedPage> {
  return new Promise((resolve, reject) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = ({ data }: MessageEvent<PageAnswer>) => {
      port1.close();
      if ('page' in data) resolve(data.page);
      else reject(new Error(data.error));
    };
    worker.postMessage(address, [port2]);
  });
}

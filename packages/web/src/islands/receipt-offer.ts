// A receipt that is not ready yet: the page asks until it is, and then offers it.
import { askInBackground } from './background.ts';

const EVERY_MS = 700;
const TRIES = 60;
const READY = 204;

/** Follows every receipt of the page that waits for the log. */
export function awaitReceipts(): void {
  for (const offer of document.querySelectorAll<HTMLElement>('[data-offer]')) void awaitReceipt(offer);
}

async function awaitReceipt(offer: HTMLElement): Promise<void> {
  for (let tries = 0; tries < TRIES; tries += 1) {
    await new Promise((resolve) => setTimeout(resolve, EVERY_MS));
    if (document.visibilityState === 'hidden') continue;
    const answer = await askInBackground(offer.dataset.offer ?? '', 'receipt').catch(() => undefined);
    if (answer?.status === READY) return show(offer);
    if (answer !== undefined && answer.status >= 400 && answer.status < 500) return;
  }
}

function show(offer: HTMLElement): void {
  offer.querySelector('[data-ready]')?.removeAttribute('hidden');
  offer.querySelector('[data-waiting]')?.remove();
}

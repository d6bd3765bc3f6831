// Keeps the lists of a page up to date: the server says that something has changed, the page asks for its lists again by
// its own address, as the same person, and changes what differs.
import { askInBackground } from './background.ts';
import { morph } from './morph.ts';

/** Changes that come together are fetched together, and not every page at the same moment. */
const GATHER_MS = 150;
const SPREAD_MS = 200;
const SPREAD_ALL_MS = 3_000;
const PAUSE_MS = 1_000;
const FIRST_RETRY_MS = 1_000;
const LONGEST_RETRY_MS = 60_000;
const LONGEST_TIMER_MS = 2 ** 31 - 1;
/** A list does not move under a pointer that moves towards a button. */
const STILL_MS = 800;

/** In a patient's place the events are that patient's, and may end while the session goes on. */
const beginning = /^\/for\/[^/]+/.exec(location.pathname)?.[0] ?? '';

let source: EventSource | undefined;
let retryMs = FIRST_RETRY_MS;
let fetchTimer = 0;
let endTimer = 0;
let retryTimer = 0;
let fetching = false;
let pointedAt = 0;

document.addEventListener('visibilitychange', () => (document.hidden ? disconnect() : connect()));
addEventListener('pagehide', disconnect);
addEventListener('pageshow', (event) => event.persisted && connect());
for (const type of ['pointermove', 'pointerdown'] as const)
  document.addEventListener(type, (event) => {
    if ((event.target as Element).closest?.('[data-live]')) pointedAt = Date.now();
  });
awaitEnd();
connect();

// A window that nobody looks at takes no connection: browsers have few for a site.
function connect(): void {
  if (document.hidden || source !== undefined) return;
  clearTimeout(retryTimer);
  const opened = new EventSource(`${beginning}/events`);
  source = opened;
  opened.addEventListener('open', () => {
    retryMs = FIRST_RETRY_MS;
    fetchSoon(SPREAD_MS);
  });
  opened.addEventListener('lists', () => fetchSoon(SPREAD_MS));
  opened.addEventListener('refresh', () => fetchSoon(SPREAD_ALL_MS));
  opened.addEventListener('end', () => disconnect());
  opened.addEventListener('error', () => {
    disconnect();
    if (beginning !== '') fetchSoon(SPREAD_MS);
    retryTimer = window.setTimeout(connect, retryMs * (0.5 + Math.random()));
    retryMs = Math.min(retryMs * 2, LONGEST_RETRY_MS);
  });
}

function disconnect(): void {
  clearTimeout(retryTimer);
  source?.close();
  source = undefined;
}

function fetchSoon(spread: number): void {
  if (fetchTimer !== 0) return;
  fetchTimer = window.setTimeout(fetchLists, GATHER_MS + Math.random() * spread);
}

async function fetchLists(): Promise<void> {
  const moving = Date.now() - pointedAt < STILL_MS;
  if (fetching || moving) {
    fetchTimer = window.setTimeout(fetchLists, moving ? STILL_MS : PAUSE_MS);
    return;
  }
  fetchTimer = 0;
  fetching = true;
  const page = await askAgain().catch(() => undefined);
  if (page !== undefined) show(page);
  await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  fetching = false;
}

async function askAgain(): Promise<Document | undefined> {
  const how = { headers: { accept: 'text/html' }, redirect: 'error' } as const;
  const answer = await askInBackground(location.href, 'lists', how);
  if (answer.status === 404) location.reload(); // nobody's place any more: nothing of it stays on the screen
  return answer.ok ? new DOMParser().parseFromString(await answer.text(), 'text/html') : undefined;
}

function show(page: Document): void {
  const said: string[] = [];
  for (const region of document.querySelectorAll<HTMLElement>('[data-live]')) {
    const next = page.querySelector<HTMLElement>(`[data-live="${region.dataset.live}"]`);
    if (next === null) continue;
    const differs = textOf(region) !== textOf(next);
    const focused = region.contains(document.activeElement);
    morph(region, next);
    if (differs) said.push(region.dataset.says ?? '');
    if (focused && !region.contains(document.activeElement)) region.focus({ preventScroll: true });
  }
  const speaker = document.querySelector('[data-live-speaker]');
  if (speaker !== null && said.length > 0) speaker.textContent = said.join('. ');
  awaitEnd();
}

function textOf(region: HTMLElement): string {
  return region.textContent ?? '';
}

// What ends by itself: at its moment by the server's clock, of which the page knows how far it is from this one.
function awaitEnd(): void {
  clearTimeout(endTimer);
  const ends = [...document.querySelectorAll<HTMLElement>('[data-live][data-ends]')].map(
    ({ dataset }) => Date.parse(dataset.ends ?? '') - Date.parse(dataset.now ?? ''),
  );
  if (ends.length === 0) return;
  const left = Math.min(...ends);
  endTimer = window.setTimeout(
    left > LONGEST_TIMER_MS ? awaitEnd : () => fetchSoon(0),
    Math.min(left, LONGEST_TIMER_MS),
  );
}

// The end of a session: a warning before it, one press to stay, the same in all tabs; and what was typed is kept.
import { forgetDrafts } from './draft.ts';
import { keepForms } from './kept-forms.ts';
import { askSession, hearTabs, type Left, tellTabs } from './session-state.ts';

const WARNING_MS = 60_000;
const TICK_MS = 500;
const SIGN_OUT_TRIES = 20;

const {
  account,
  sessionEnds = '',
  sessionNow = '',
  sessionIdle = '',
  sessionKey,
  sessionReturn,
} = document.body.dataset;
const idleMs = Number(sessionIdle);
const warningMs = Math.min(WARNING_MS, idleMs / 3);
const dialog = document.querySelector<HTMLDialogElement>('dialog[data-idle]');

let endsAt = Date.now() + Date.parse(sessionEnds) - Date.parse(sessionNow);
let askedAt = Date.now();
let activeAt = 0;
let asking = false;

if (account !== undefined && dialog !== null) watch(dialog);

function watch(dialog: HTMLDialogElement): void {
  void keepForms(account ?? '', sessionKey, dialog.dataset.restored ?? '');
  for (const type of ['keydown', 'pointerdown', 'input', 'wheel'])
    document.addEventListener(type, noteActivity, { passive: true });
  dialog.addEventListener('cancel', (event) => {
    event.preventDefault();
    void ask(dialog, true);
  });
  dialog.querySelector('[data-idle-stay]')?.addEventListener('click', () => void ask(dialog, true));
  addEventListener('pageshow', (event) => event.persisted && location.reload());
  document.addEventListener('visibilitychange', () => look(dialog));
  hearTabs((message) => {
    if ('left' in message) lasts(dialog, message.left);
    else if (message.over === 'ended') over('ended');
    else void signedOut();
  });
  tellTabs({ left: endsAt - Date.now() });
  setInterval(() => look(dialog), TICK_MS);
}

// A clock that stands still while the machine sleeps would let a page stay: the time of day does not.
function look(dialog: HTMLDialogElement): void {
  const left = endsAt - Date.now();
  const seconds = dialog.querySelector('[data-idle-seconds]');
  if (seconds !== null) seconds.textContent = String(Math.max(0, Math.ceil(left / 1000)));
  if (left <= 0) void ask(dialog, false);
  else if (activeAt > askedAt && Date.now() - askedAt > idleMs / 10) void ask(dialog, true);
  else if (left <= warningMs && !dialog.open) void ask(dialog, false);
}

async function ask(dialog: HTMLDialogElement, stay: boolean): Promise<void> {
  if (asking) return;
  asking = true;
  const left: Left | undefined = await askSession(account, stay).catch(() => undefined);
  asking = false;
  askedAt = Date.now();
  if (left === null) return over('ended');
  if (left !== undefined) {
    if (stay) tellTabs({ left });
    return lasts(dialog, left);
  }
  // Nobody answers: the page goes when its time is over all the same.
  if (endsAt <= Date.now()) over('ended');
  else lasts(dialog, endsAt - Date.now());
}

function lasts(dialog: HTMLDialogElement, left: number): void {
  endsAt = Date.now() + left;
  if (left > warningMs) dialog.close();
  else warn(dialog);
}

function warn(dialog: HTMLDialogElement): void {
  if (!dialog.open) dialog.showModal();
}

let gone = false;

function noteActivity(): void {
  if (dialog?.open !== true) activeAt = Date.now();
}

function over(how: 'signed-out' | 'ended'): void {
  if (gone) return;
  gone = true;
  if (how === 'signed-out') forgetDrafts(sessionStorage);
  else tellTabs({ over: how });
  const ended = how === 'ended' ? '&ended=1' : '';
  location.replace(`/sign-in?returnTo=${encodeURIComponent(sessionReturn ?? '/')}${ended}`);
}

// Another tab is signing out: nothing that was typed stays here, and the page goes as soon as the server has done it.
async function signedOut(): Promise<void> {
  if (document.body.dataset.leaving !== undefined) return;
  forgetDrafts(sessionStorage);
  for (let tries = 0; tries < SIGN_OUT_TRIES; tries += 1) {
    if ((await askSession(account, false).catch(() => 0)) === null) return over('signed-out');
    await new Promise((resolve) => setTimeout(resolve, TICK_MS));
  }
}

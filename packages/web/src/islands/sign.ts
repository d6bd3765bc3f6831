// Signing in the browser: a form is sent once for the statement that it makes, and again with the signature, in one press.
// Without a key of this browser it goes as it is. The page that makes a key signs with it at once.
import { base64, fromBase64, parseStatement, statementMessage } from '@patrec/ledger';
import type { ToSign } from '../components/records/sign-note.tsx';
import { canSign, forgetKey, keysOf, makeKey, type OwnKey } from './key-store.ts';

const owner = document.body.dataset.account ?? '';

for (const form of document.querySelectorAll<HTMLFormElement>('form[data-sign]')) {
  if (form.dataset.sign === 'new') void offerNewKey(form);
  else signWith(form, announce(form));
}
void markOwnKeys();

/** Shows that the form is signed, where this browser has one of the keys that stand; gives that key. */
async function announce(form: HTMLFormElement): Promise<OwnKey | undefined> {
  const standing = JSON.parse(form.dataset.sign ?? '[]') as string[];
  const key = (await keysOf(owner)).find(({ publicKey }) => standing.includes(publicKey));
  const note = form.querySelector<HTMLElement>('[data-sign-note]');
  if (key === undefined || note === null) return key;
  note.querySelector('[data-sign-text]')?.replaceChildren(note.dataset.signNote ?? '');
  note.querySelector('a')?.remove();
  const button = form.querySelector('.save-bar button[type="submit"]');
  if (button !== null) button.textContent = note.dataset.signButton ?? '';
  return key;
}

async function offerNewKey(form: HTMLFormElement): Promise<void> {
  if (!(await canSign())) return;
  for (const element of form.querySelectorAll<HTMLElement>('[data-sign-needed]')) element.hidden = true;
  for (const button of form.querySelectorAll<HTMLElement>('button[hidden]')) button.hidden = false;
  signWith(form, () => makeKey(owner));
}

type KeySource = Promise<OwnKey | undefined> | (() => Promise<OwnKey>);

function signWith(form: HTMLFormElement, source: KeySource): void {
  let state: 'idle' | 'signing' | 'signed' = 'idle';
  form.addEventListener('submit', (event) => {
    const { submitter } = event;
    // A file is on its way, or the button does something else than send.
    if (event.defaultPrevented || state === 'signed' || submitter?.getAttribute('name')) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (state === 'signing') return;
    state = 'signing';
    submitter?.setAttribute('aria-disabled', 'true');
    const send = () => {
      state = 'signed';
      form.requestSubmit(submitter);
      state = 'idle';
    };
    sign(form, source)
      .catch(() => undefined) // the form goes without a signature, and the server says what is wrong
      .finally(() => setTimeout(send)); // never within this event, where a form cannot be sent again
  });
}

async function sign(form: HTMLFormElement, source: KeySource): Promise<void> {
  for (const name of ['signKey', 'signTicket', 'signature']) fill(form, name, '');
  const key = await (typeof source === 'function' ? source() : source);
  if (key === undefined) return;
  fill(form, 'signKey', key.publicKey);
  const { ticket, statement } = await askFor(form);
  const bytes = fromBase64(statement);
  if (!isOwn(form, key, bytes)) return;
  const message = new Uint8Array(statementMessage(bytes));
  const signature = new Uint8Array(await crypto.subtle.sign('Ed25519', key.privateKey, message));
  fill(form, 'signTicket', ticket);
  fill(form, 'signature', base64(signature));
}

async function askFor(form: HTMLFormElement): Promise<ToSign> {
  const data = new FormData(form);
  const body =
    form.enctype === 'multipart/form-data' ? data : new URLSearchParams([...data] as unknown as [string, string][]);
  const response = await fetch(form.action, { method: 'POST', body, headers: { accept: 'application/json' } });
  const isJson = response.headers.get('content-type')?.startsWith('application/json');
  if (!response.ok || !isJson) throw new Error(`The server answered ${response.status}.`);
  return (await response.json()) as ToSign;
}

/** Nothing is signed but what this form is about: no other act can be had from whoever presses its button. */
function isOwn(form: HTMLFormElement, { publicKey }: OwnKey, bytes: Uint8Array): boolean {
  const { type, authorKey, nonce } = parseStatement(bytes);
  if (authorKey !== publicKey) return false;
  if (form.dataset.sign === 'new') return type === 'key';
  const sent = form.elements.namedItem('nonce') as HTMLInputElement;
  return (type === 'record' || type === 'amendment') && nonce === sent.value;
}

function fill(form: HTMLFormElement, name: string, value: string): void {
  const known = form.querySelector<HTMLInputElement>(`input[type="hidden"][name="${name}"]`);
  if (known !== null) known.value = value;
  else form.append(Object.assign(document.createElement('input'), { type: 'hidden', name, value }));
}

/** The account page: which keys are in this browser. Those that are revoked are of no use any more. */
async function markOwnKeys(): Promise<void> {
  for (const key of await keysOf(owner)) {
    const row = document.querySelector<HTMLElement>(`[data-own-key="${key.publicKey}"]`);
    if (row?.dataset.revoked === 'true') await forgetKey(key);
    else row?.querySelector('[data-here]')?.removeAttribute('hidden');
  }
}

// What was typed into the forms of a page and not sent yet, kept in the tab's session storage, sealed with a key that the
// server gives to pages of the account alone (AES-GCM). It survives a reload and the end of the session, not a sign-out.

const prefix = 'patrec-draft:';
const SENT = 'patrec-draft-sent';
/** Inputs that belong to the page, not to the person; passwords are never kept. */
const unkept = new Set(['_csrf', 'nonce']);
const NONCE_BYTES = 12;

/** Field names with their values, as a form has them. */
export type Draft = readonly (readonly [string, string])[];

/** The key of an account, from its base64; undefined where the browser cannot seal: then nothing is kept. */
export async function draftKey(text: string | undefined): Promise<CryptoKey | undefined> {
  if (!text || globalThis.crypto?.subtle === undefined) return undefined;
  const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  return crypto.subtle.importKey('raw', bytes, 'AES-GCM', false, ['encrypt', 'decrypt']);
}

/** What a person typed or chose in a form. */
export function draftOf(form: HTMLFormElement): Draft {
  return [...new FormData(form)].flatMap(([name, value]) => {
    const control = form.elements.namedItem(name);
    const secret = control instanceof HTMLInputElement && control.type === 'password';
    return typeof value === 'string' && !unkept.has(name) && !secret ? [[name, value] as const] : [];
  });
}

/** Keeps a draft under a name. The name says which page and form, nothing of what is in it. */
export async function keepDraft(storage: Storage, key: CryptoKey, name: string, draft: Draft): Promise<void> {
  const nonce = crypto.getRandomValues(new Uint8Array(NONCE_BYTES));
  const text = new TextEncoder().encode(JSON.stringify(draft));
  const sealed = new Uint8Array(await crypto.subtle.encrypt({ name: 'AES-GCM', iv: nonce }, key, text));
  const all = new Uint8Array([...nonce, ...sealed]);
  storage.setItem(prefix + name, btoa(String.fromCharCode(...all)));
}

/** The kept draft; null where there is none, or it is another account's. */
export async function readDraft(storage: Storage, key: CryptoKey, name: string): Promise<Draft | null> {
  const text = storage.getItem(prefix + name);
  if (text === null) return null;
  try {
    const all = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
    const iv = all.subarray(0, NONCE_BYTES);
    const opened = await crypto.subtle.decrypt({ name: 'AES-GCM', iv }, key, all.subarray(NONCE_BYTES));
    return JSON.parse(new TextDecoder().decode(opened)) as Draft;
  } catch {
    return null;
  }
}

/** Forgets one draft. */
export function forgetDraft(storage: Storage, name: string): void {
  storage.removeItem(prefix + name);
}

/** Forgets every draft but those whose name begins so. */
export function forgetDrafts(storage: Storage, exceptOf?: string): void {
  for (const key of Object.keys(storage)) {
    const others = exceptOf === undefined || !key.startsWith(prefix + exceptOf);
    if (key.startsWith(prefix) && others) storage.removeItem(key);
  }
  if (exceptOf === undefined) storage.removeItem(SENT);
}

/** Notes that the form of that draft is on its way. */
export function markSent(storage: Storage, name: string): void {
  storage.setItem(SENT, name);
}

/** The draft that was on its way when the last page was left; asked once. */
export function takeSent(storage: Storage): string | null {
  const name = storage.getItem(SENT);
  storage.removeItem(SENT);
  return name;
}

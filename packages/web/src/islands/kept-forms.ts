// The forms of a page: what is typed into them is kept at once, and is there again after a reload, after a server that
// was away, and after signing in again as the same account.
import {
  type Draft,
  draftKey,
  draftOf,
  forgetDraft,
  forgetDrafts,
  keepDraft,
  markSent,
  readDraft,
  takeSent,
} from './draft.ts';

/** Looks after the forms of this page; `words` say that something came back. */
export async function keepForms(account: string, keyText: string | undefined, words: string): Promise<void> {
  const storage = sessionStorage;
  forgetDrafts(storage, `${account}:`);
  const sent = takeSent(storage);
  const failed = document.querySelector('.failure, .error-summary') !== null;
  const forms = [...document.querySelectorAll<HTMLFormElement>('main form[method="post"]')];
  for (const form of forms)
    form.addEventListener('submit', (event) => event.defaultPrevented || markSent(storage, nameOf(account, form)));
  // A step that only asks whether it is meant so has not done it yet.
  const asked = forms.some((form) => nameOf(account, form) === sent && controlsOf(form).length === 0);
  if (sent !== null && !failed && !asked) forgetDraft(storage, sent);
  const key = await draftKey(keyText);
  if (key === undefined) return;
  for (const form of forms) {
    if (form.dataset.sendOnChange !== undefined || controlsOf(form).length === 0) continue;
    const name = nameOf(account, form);
    const draft = form.querySelector('[aria-invalid]') === null && !failed ? await readDraft(storage, key, name) : null;
    if (draft !== null) restore(form, draft, words);
    form.addEventListener('input', () => void keepDraft(storage, key, name, draftOf(form)));
  }
}

function nameOf(account: string, form: HTMLFormElement): string {
  return `${account}:${new URL(form.action).pathname}`;
}

type Control = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement;

// What a person can fill in; passwords and what belongs to the page are left alone.
function controlsOf(form: HTMLFormElement): Control[] {
  return [...form.elements].filter(
    (control): control is Control =>
      (control instanceof HTMLInputElement && !['hidden', 'password', 'submit', 'file'].includes(control.type)) ||
      control instanceof HTMLSelectElement ||
      control instanceof HTMLTextAreaElement,
  );
}

function restore(form: HTMLFormElement, draft: Draft, words: string): void {
  const left = [...draft];
  let changed = false;
  for (const control of [...controlsOf(form), ...form.querySelectorAll<HTMLInputElement>('input[data-kept]')]) {
    if (control instanceof HTMLInputElement && ['checkbox', 'radio'].includes(control.type)) {
      const checked = draft.some(([name, value]) => name === control.name && value === control.value);
      changed ||= checked !== control.checked;
      control.checked = checked;
      continue;
    }
    const at = left.findIndex(([name]) => name === control.name);
    const [, value] = left.splice(at, at === -1 ? 0 : 1)[0] ?? [];
    if (value === undefined || value === control.value) continue;
    control.value = value;
    changed = true;
  }
  changed = bringBack(form, left) || changed;
  if (!changed) return;
  say(form, words);
  form.dispatchEvent(new Event('input', { bubbles: true }));
}

/** Files that were attached: the page has no control for them any more. Their values end with what they are called. */
function bringBack(form: HTMLFormElement, left: Draft): boolean {
  const list = form.querySelector<HTMLElement>('[data-kept-list]');
  const missing = left.filter(
    ([name]) => list && name.startsWith(`${list.dataset.keptList}.`) && !form.elements.namedItem(name),
  );
  for (const [name, value] of missing) {
    const label = document.createElement('label');
    label.className = 'choice';
    const box = Object.assign(document.createElement('input'), { type: 'checkbox', name, value, checked: true });
    label.append(
      box,
      Object.assign(document.createElement('span'), { textContent: value.split(' ').slice(2).join(' ') }),
    );
    list?.append(label);
  }
  return missing.length > 0;
}

function say(form: HTMLFormElement, words: string): void {
  const note = document.createElement('p');
  note.className = 'notice';
  note.setAttribute('role', 'status');
  note.dataset.draft = '';
  form.before(note);
  note.textContent = words;
}

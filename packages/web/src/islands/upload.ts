// A file is sent as soon as it is chosen: with how far it is, a way to stop, and a way to send it again. What the server
// answers goes with the form instead of the file.

import { fileSize } from '../components/file-size.ts';
import type { UploadMessage } from '../components/records/file-field.tsx';

type Messages = Readonly<Record<UploadMessage, string>>;
type Params = Readonly<Record<string, string>>;

/** What the server answers: what it keeps, or why it does not. */
interface Answer {
  id?: string;
  name?: string;
  length?: number;
  code?: string;
  params?: Params;
}

interface Place {
  section: HTMLElement;
  form: HTMLFormElement;
  messages: Messages;
  /** The request that is under way. */
  sending: XMLHttpRequest | null;
  /** The button that the person pressed meanwhile: null for a form that was sent without one, undefined for none. */
  pressed: HTMLElement | null | undefined;
}

const MEGABYTE = 1024 * 1024;

for (const section of document.querySelectorAll<HTMLElement>('[data-upload]')) open(section);

function open(section: HTMLElement): void {
  const form = section.closest('form');
  if (form === null) return;
  const place: Place = {
    section,
    form,
    messages: JSON.parse(section.dataset.messages ?? '{}'),
    sending: null,
    pressed: undefined,
  };
  const input = part<HTMLInputElement>(section, 'input[type="file"]');
  const begin = () => send(place, input);
  input.addEventListener('change', begin);
  part(section, '[data-retry]').addEventListener('click', begin);
  part(section, '[data-stop]').addEventListener('click', () => place.sending?.abort());
  form.addEventListener('submit', (event) => waitFor(place, event));
  // A form that was kept comes back with its file, before or after this.
  const comesBack = () => place.sending === null && hidden(form).value !== '' && arrived(place);
  comesBack();
  form.addEventListener('input', comesBack);
}

/** Saving waits for the file: the form goes by itself when the file is there. */
function waitFor(place: Place, event: SubmitEvent): void {
  if (place.sending === null) return;
  event.preventDefault();
  event.stopPropagation();
  place.pressed = event.submitter;
  say(place, '[data-progress-text]', place.messages['file.wait']);
}

function send(place: Place, input: HTMLInputElement): void {
  const [file] = input.files ?? [];
  place.sending?.abort();
  if (file === undefined) return;
  const { section, form } = place;
  hidden(form).value = '';
  show(place, 'progress');
  const limit = Number(section.dataset.limit);
  if (file.size > limit) refuse(place, 'file-too-large', { max: String(Math.floor(limit / MEGABYTE)) });
  else if (file.size === 0) refuse(place, 'file-empty');
  else transfer(place, input, file);
}

function transfer(place: Place, input: HTMLInputElement, file: File): void {
  const request = new XMLHttpRequest();
  place.sending = request;
  request.upload.addEventListener('progress', ({ loaded, total }) => progress(place, file.name, loaded / total));
  request.addEventListener('loadend', () => {
    if (place.sending === request) take(place, input, request);
  });
  request.addEventListener('abort', () => {
    if (place.sending === request) place.pressed = undefined;
  });
  request.open('POST', place.section.dataset.upload ?? '');
  request.responseType = 'json';
  request.send(bodyOf(place.form, file));
  progress(place, file.name, 0);
}

/** The token first: the server reads no file before it. */
function bodyOf(form: HTMLFormElement, file: File): FormData {
  const body = new FormData();
  body.append('_csrf', (form.elements.namedItem('_csrf') as HTMLInputElement).value);
  body.append('file', file);
  return body;
}

function progress(place: Place, name: string, share: number): void {
  part<HTMLProgressElement>(place.section, 'progress').value = share;
  if (place.pressed !== undefined) return;
  const percent = String(Math.floor(share * 100));
  const { messages } = place;
  const words =
    share < 1 ? fill(messages['file.sending'], { name, percent }) : fill(messages['file.checking'], { name });
  say(place, '[data-progress-text]', words);
}

function take(place: Place, input: HTMLInputElement, request: XMLHttpRequest): void {
  const { form, messages } = place;
  const answer = (request.response ?? {}) as Answer;
  place.sending = null;
  if (request.status !== 201 || answer.id === undefined) {
    const stopped = request.status === 0 && request.readyState === XMLHttpRequest.UNSENT;
    refuse(place, stopped ? 'stopped' : (answer.code ?? 'failed'), answer.params);
    return;
  }
  hidden(form).value = answer.id;
  input.value = '';
  input.removeAttribute('aria-invalid');
  const words = { name: answer.name ?? '', size: fileSize(answer.length ?? 0) };
  said(form).value = fill(messages['file.uploaded'], words);
  arrived(place);
  form.dispatchEvent(new Event('input', { bubbles: true })); // so that it is kept with what was typed
  if (place.pressed !== undefined) form.requestSubmit(place.pressed);
}

function arrived(place: Place): void {
  show(place, 'arrived');
  say(place, '[data-arrived-text]', said(place.form).value);
}

/** What was refused or broke off; the file that was chosen stays chosen, to be sent again. */
function refuse(place: Place, code: string, params: Params = {}): void {
  const { messages } = place;
  const known = messages[`error.${code}` as UploadMessage];
  const other = messages[code === 'stopped' ? 'file.stopped' : 'file.failed'];
  place.pressed = undefined;
  show(place, 'problem');
  part(place.section, '[data-retry]').hidden = known !== undefined && code !== 'file-no-room';
  say(place, '[data-problem-text]', fill(known ?? other, params));
}

function show({ section }: Place, what: 'progress' | 'arrived' | 'problem'): void {
  for (const name of ['progress', 'arrived', 'problem']) part(section, `[data-${name}]`).hidden = name !== what;
}

function say({ section }: Place, selector: string, words: string): void {
  part(section, selector).textContent = words;
}

function fill(words: string, params: Params): string {
  return words.replace(/\{(\w+)\}/g, (hole, name: string) => params[name] ?? hole);
}

function hidden(form: HTMLFormElement): HTMLInputElement {
  return form.elements.namedItem('upload') as HTMLInputElement;
}

function said(form: HTMLFormElement): HTMLInputElement {
  return form.elements.namedItem('uploadSaid') as HTMLInputElement;
}

function part<T extends HTMLElement = HTMLElement>(section: HTMLElement, selector: string): T {
  const found = section.querySelector<T>(selector);
  if (found === null) throw new Error(`The page has no ${selector}`);
  return found;
}

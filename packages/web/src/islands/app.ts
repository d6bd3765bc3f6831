// The small script of every page: forms that send themselves, one sending at a time, focus on what went wrong.
import { askInBackground } from './background.ts';
import { forgetDrafts, takeSent } from './draft.ts';
import { awaitReceipts } from './receipt-offer.ts';

sendOnChange();
sendOnce();
closeMenus();
offerPrint();
focusSummary();
followWork();
awaitReceipts();
nothingIsSent();

function sendOnChange(): void {
  for (const form of document.querySelectorAll<HTMLFormElement>('form[data-send-on-change]')) {
    form.addEventListener('change', () => form.requestSubmit());
  }
}

/** A second press while the first is under way does nothing; coming back to the page makes it work again. */
function sendOnce(): void {
  document.addEventListener('submit', (event) => {
    const form = event.target;
    if (!(form instanceof HTMLFormElement) || form.method !== 'post') return;
    if (form.dataset.sending !== undefined) event.preventDefault();
    form.dataset.sending = '';
    event.submitter?.setAttribute('aria-disabled', 'true');
    if (form.action.endsWith('/sign-out')) forgetEverywhere();
  });
  addEventListener('pageshow', () => {
    for (const form of document.querySelectorAll<HTMLFormElement>('form[data-sending]')) delete form.dataset.sending;
    for (const button of document.querySelectorAll('button[aria-disabled]')) button.removeAttribute('aria-disabled');
  });
}

function closeMenus(): void {
  const close = (except: Node | null) => {
    for (const menu of document.querySelectorAll<HTMLDetailsElement>('details[data-menu][open]')) {
      if (except === null || !menu.contains(except)) menu.open = false;
    }
  };
  document.addEventListener('click', (event) => close(event.target as Node));
  document.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') close(null);
  });
}

function offerPrint(): void {
  for (const button of document.querySelectorAll<HTMLButtonElement>('[data-print]')) {
    button.hidden = false;
    button.addEventListener('click', () => print());
  }
  if (document.querySelector('[data-print-now]') !== null) addEventListener('load', () => print());
}

function focusSummary(): void {
  document.querySelector<HTMLElement>('[data-focus]')?.focus();
}

/** Work that goes on elsewhere: the page is asked how far it is, and only what changed is put in its place. */
function followWork(): void {
  const section = document.querySelector<HTMLElement>('[data-follow]');
  if (section === null) return;
  const timer = setInterval(async () => {
    if (document.visibilityState === 'hidden') return;
    const answer = await askInBackground(location.href, 'work').catch(() => null);
    if (!answer?.ok) return;
    const next = new DOMParser().parseFromString(await answer.text(), 'text/html').getElementById(section.id);
    if (next === null) return;
    if (next.dataset.follow === undefined) {
      clearInterval(timer);
      section.replaceChildren(...next.childNodes);
      return;
    }
    for (const part of ['[role="status"]', 'progress'])
      section.querySelector(part)?.replaceWith(...[next.querySelector(part)].filter((one) => one !== null));
  }, Number(section.dataset.follow) * 1000);
}

/** Signing out leaves nothing that was typed, in no tab. */
function forgetEverywhere(): void {
  forgetDrafts(sessionStorage);
  document.body.dataset.leaving = '';
  new BroadcastChannel('patrec-session').postMessage({ over: 'signed-out' });
}

/** Whoever is asked to sign in has sent nothing: what was on its way is typed still. */
function nothingIsSent(): void {
  if (document.body.dataset.account === undefined) takeSent(sessionStorage);
}

// Passkeys: asks the device, and sends its answer with the form. Without this the page offers what works without it.
import {
  browserSupportsWebAuthn,
  type PublicKeyCredentialCreationOptionsJSON,
  type PublicKeyCredentialRequestOptionsJSON,
  startAuthentication,
  startRegistration,
} from '@simplewebauthn/browser';

if (browserSupportsWebAuthn()) {
  for (const element of document.querySelectorAll<HTMLElement>('[data-passkey-needed]')) element.hidden = true;
  for (const form of document.querySelectorAll<HTMLFormElement>('form[data-passkey]')) offer(form);
}

function offer(form: HTMLFormElement): void {
  form.hidden = false;
  for (const button of form.querySelectorAll<HTMLElement>('button[hidden]')) button.hidden = false;
  let asking = false;
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    event.stopPropagation();
    if (asking) return;
    asking = true;
    say(form, undefined);
    askDevice(form)
      .then((answer) => {
        (form.elements.namedItem('passkey') as HTMLInputElement).value = JSON.stringify(answer);
        form.submit();
      })
      .catch((error: unknown) =>
        say(form, error instanceof Error && error.name === 'InvalidStateError' ? 'known' : 'stopped'),
      )
      .finally(() => {
        asking = false;
      });
  });
}

async function askDevice(form: HTMLFormElement): Promise<unknown> {
  const token = (form.elements.namedItem('_csrf') as HTMLInputElement).value;
  const body = new URLSearchParams({ _csrf: token });
  const response = await fetch(form.dataset.options ?? '', { method: 'POST', body });
  if (!response.ok) throw new Error(`The server answered ${response.status}.`);
  const options: unknown = await response.json();
  return form.dataset.passkey === 'add'
    ? startRegistration({ optionsJSON: options as PublicKeyCredentialCreationOptionsJSON })
    : startAuthentication({ optionsJSON: options as PublicKeyCredentialRequestOptionsJSON });
}

function say(form: HTMLFormElement, what: 'known' | 'stopped' | undefined): void {
  const place = form.querySelector<HTMLElement>('[data-problem]');
  if (place === null) return;
  place.textContent = what === undefined ? '' : (place.dataset[what] ?? '');
  place.hidden = what === undefined;
}

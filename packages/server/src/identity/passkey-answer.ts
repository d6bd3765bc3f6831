// What a browser sends of a passkey (WebAuthn level 3, 5.1 RegistrationResponseJSON and AuthenticationResponseJSON),
// parsed as far as our own code reads it; the library checks the rest.

import type { AuthenticationResponseJSON, RegistrationResponseJSON } from '@simplewebauthn/server';
import { decodeClientDataJSON } from '@simplewebauthn/server/helpers';

const LONGEST = 20_000;

/** An answer, and the challenge that it says it answers. */
export interface PasskeyAnswer<Response> {
  readonly response: Response;
  readonly challenge: string;
}

/** The answer that made a passkey; undefined for any other text. */
export function parseRegistration(text: string): PasskeyAnswer<RegistrationResponseJSON> | undefined {
  return parse<RegistrationResponseJSON>(text, ['clientDataJSON', 'attestationObject']);
}

/** The answer that used a passkey; undefined for any other text. */
export function parseAuthentication(text: string): PasskeyAnswer<AuthenticationResponseJSON> | undefined {
  return parse<AuthenticationResponseJSON>(text, ['clientDataJSON', 'authenticatorData', 'signature']);
}

function parse<Response extends { readonly id: string; readonly response: { readonly clientDataJSON: string } }>(
  text: string,
  members: readonly string[],
): PasskeyAnswer<Response> | undefined {
  if (text.length > LONGEST) return undefined;
  try {
    const answer = JSON.parse(text) as Response;
    const inner = answer.response as Readonly<Record<string, unknown>>;
    if (![answer.id, ...members.map((name) => inner[name])].every((value) => typeof value === 'string'))
      return undefined;
    const { challenge } = decodeClientDataJSON(answer.response.clientDataJSON);
    return typeof challenge === 'string' && isText(challenge) && isText(answer.id)
      ? { response: answer, challenge }
      : undefined;
  } catch {
    return undefined;
  }
}

// Base64url: nothing else is looked up in the store.
function isText(value: string): boolean {
  return /^[\w-]{1,1400}$/.test(value);
}

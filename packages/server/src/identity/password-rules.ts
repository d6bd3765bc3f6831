// What a new password has to be (NIST SP 800-63B, section 3.1.1.2): long, not common, not the person; nothing else.

import { fold, isCommonPassword } from './common-passwords.ts';
import { isPasswordTooLong, MAX_PASSWORD_LENGTH, passwordLength } from './password.ts';

/** In characters after NFKC, of any script, spaces included. */
export const MIN_PASSWORD_LENGTH = 12;
const REST = 6;
const NAME_PART = 3;

export interface PasswordProblem {
  readonly code: 'required' | 'password-short' | 'too-long' | 'password-common' | 'password-personal';
  readonly params?: Readonly<Record<string, string>>;
}

/** Why this password cannot be taken; undefined for one that can. */
export function passwordProblem(
  password: string,
  person: { readonly login: string; readonly name: string },
): PasswordProblem | undefined {
  if (password === '') return { code: 'required' };
  if (isPasswordTooLong(password)) return { code: 'too-long', params: { max: String(MAX_PASSWORD_LENGTH) } };
  if (passwordLength(password) < MIN_PASSWORD_LENGTH)
    return { code: 'password-short', params: { min: String(MIN_PASSWORD_LENGTH) } };
  if (isCommonPassword(password)) return { code: 'password-common' };
  return isPersonal(password, person) ? { code: 'password-personal' } : undefined;
}

// The number and the parts of the name, and next to nothing besides.
function isPersonal(password: string, { login, name }: { login: string; name: string }): boolean {
  const parts = [login, ...name.split(/[\s.]+/)].map(fold).filter((part) => part.length >= NAME_PART);
  const text = fold(password);
  const rest = parts.reduce((left, part) => left.replaceAll(part, ''), text);
  return rest !== text && [...rest].length < REST;
}

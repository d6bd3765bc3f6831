// What a new password has to be (NIST SP 800-63B, section 3.1.1.2): long, not common, not the person; nothing else.

import { fold, isCommonPassword } from './common-passwords.ts';
import { isPasswordTooLong, MAX_PASSWORD_LENGTH, passwordLength } from './password.ts';

/** In characters after NFKC, of any script, spaces included. */
export const MIN_PASSWORD_LENGTH = 12;
const REST = 6;
const NAME_PART = 3;
/** Words that everybody here would think of. */
const OF_THIS_PLACE = ['patrec', 'patient', 'doctor', 'password', 'health', 'record'];

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
  if (isCommonPassword(password) || isLittleMoreThan(password, OF_THIS_PLACE)) return { code: 'password-common' };
  const personal = [person.login, ...person.name.split(/[\s.]+/)];
  return isLittleMoreThan(password, personal) ? { code: 'password-personal' } : undefined;
}

// The words, and next to nothing besides.
function isLittleMoreThan(password: string, words: readonly string[]): boolean {
  const parts = words.map(fold).filter((part) => part.length >= NAME_PART);
  const text = fold(password);
  const rest = parts.reduce((left, part) => left.replaceAll(part, ''), text);
  return rest !== text && [...rest].length < REST;
}

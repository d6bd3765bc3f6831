import { describe, expect, it } from 'vitest';
import { isPasswordTooLong, passwordLength } from './password.ts';
import { passwordProblem } from './password-rules.ts';

const person = { login: 'PAT001', name: 'Lakshmi Narayanan' };
const code = (password: string) => passwordProblem(password, person)?.code;

describe('passwordProblem', () => {
  it.each([
    'mango tree beside the well',
    'rain-on-tin-roof',
    'ஏரிக்கரை மாமரம்',
    'पुराना बरगद का पेड़',
    '73920184a57392',
    'dragon 8503-77162',
    'Lakshmi likes green mangoes',
    '🥭🌳🪣🐘🦚🐅🪔🎏🛶🏺🧵🪁',
    'x7#kQ9!vB2$m',
  ])('takes %j', (password) => {
    expect(code(password)).toBeUndefined();
  });

  it.each([
    ['', 'required'],
    ['short', 'password-short'],
    ['elevenchars', 'password-short'],
    ['e\u0301'.repeat(11), 'password-short'],
    ['ab c'.repeat(65), 'too-long'],
    ['\uFDFA'.repeat(20), 'too-long'],
    ['x'.repeat(200_000), 'too-long'],
    ['1q2w3e4r5t6y', 'password-common'],
    ['Password1234!', 'password-common'],
    ['passwordpassword', 'password-common'],
    ['P A S S W O R D !!!!', 'password-common'],
    ['aaaaaaaaaaaa', 'password-common'],
    ['abababababab', 'password-common'],
    ['123456789012', 'password-common'],
    ['abcdefghijklm', 'password-common'],
    ['ｐａｓｓｗｏｒｄ１２３４', 'password-common'],
    ['............', 'password-common'],
    ['PatrecPatrec!23', 'password-common'],
    ['health-record-7', 'password-common'],
    ['patient of patrec', 'password-common'],
    ['LakshmiNarayanan', 'password-personal'],
    ['narayanan.lakshmi1980', 'password-personal'],
    ['pat001-PAT001', 'password-personal'],
  ])('refuses %j', (password, problem) => {
    expect(code(password)).toBe(problem);
  });

  it('counts characters, not code units, and after NFKC', () => {
    expect(passwordLength('🥭🥭')).toBe(2);
    expect(passwordLength('e\u0301')).toBe(1);
    expect(isPasswordTooLong('🥭'.repeat(256))).toBe(false);
    expect(isPasswordTooLong('🥭'.repeat(257))).toBe(true);
  });
});

import { expect, test } from 'vitest';
import { readImportedPassword } from './imported-password.ts';
import { hashImportedPassword, isPassword } from './password.ts';

// Django's own example (tests/auth_tests/test_hashers.py), of `lètmein`.
const KEY = 'Ybw8zsFxqja97tY/o6G+Fy1ksY4U/Hw3DRrGED6Up4s=';

test('a password that Django hashed opens by what is stored of it, and nothing else does', async () => {
  const read = readImportedPassword(`pbkdf2_sha256$12000$seasalt$${KEY}`);
  if (!read.ok) throw new Error(read.problem);
  const stored = await hashImportedPassword(read.password);
  expect(stored).not.toContain(KEY);
  expect(await isPassword(stored, 'lètmein')).toBe(true);
  for (const wrong of ['letmein', KEY, '']) expect(await isPassword(stored, wrong)).toBe(false);
});

test.each([
  ['', 'is not'],
  ['a long password', 'is not'],
  [`pbkdf2_sha1$12000$seasalt$${KEY}`, 'is not'],
  [`pbkdf2_sha256$12000$$${KEY}`, 'is not'],
  [`pbkdf2_sha256$12000$sea salt$${KEY}`, 'is not'],
  [`pbkdf2_sha256$12000$seasalt$${KEY.slice(4)}`, 'is not'],
  [`pbkdf2_sha256$1e4$seasalt$${KEY}`, 'is not'],
  [`pbkdf2_sha256$999$seasalt$${KEY}`, '999 rounds'],
  [`pbkdf2_sha256$1500001$seasalt$${KEY}`, '1500001 rounds'],
])('%j is not taken', (text, problem) => {
  expect(readImportedPassword(text)).toEqual({ ok: false, problem: expect.stringContaining(problem) });
});

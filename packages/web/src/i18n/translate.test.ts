// The catalogues say the same things in every language.

import { laboratoryGroups } from '@patrec/fhir';
import { describe, expect, test } from 'vitest';
import { en } from './en/index.ts';
import { hi } from './hi/index.ts';
import { ta } from './ta/index.ts';
import { isMessageKey, type MessageKey, translate, translateCount, translateRich } from './translate.ts';

const keys = Object.keys(en) as MessageKey[];
const places = (text: string) => [...text.matchAll(/\{\w+\}/g)].map(([place]) => place).sort();

describe.each([
  ['hi', hi, /[\u0900-\u097f]/],
  ['ta', ta, /[\u0b80-\u0bff]/],
] as const)('the catalogue %s', (_, catalogue, script) => {
  test('has every key and no other', () => {
    expect(Object.keys(catalogue).sort()).toEqual([...keys].sort());
  });

  test('has the same places in every message', () => {
    expect(keys.filter((key) => places(catalogue[key]).join() !== places(en[key]).join())).toEqual([]);
  });

  test('is written in its own script, but for codes', () => {
    const untranslated = keys.filter((key) => !script.test(catalogue[key]));
    const codes = ['option.1+', 'option.2+', 'option.3+', 'option.4+', 'laboratory.hba1c'];
    expect(untranslated.filter((key) => !codes.includes(key) && !/^\W*(\{\w+\}\W*)+$/.test(catalogue[key]))).toEqual(
      [],
    );
  });

  test('has no western digit that English has not', () => {
    const digits = (text: string) => text.replace(/\{\w+\}/g, '').replace(/\D/g, '');
    expect(keys.filter((key) => digits(catalogue[key]) !== digits(en[key]))).toEqual([]);
  });
});

test('every field, group, answer and method of the laboratory record has its words', () => {
  const missing = laboratoryGroups.flatMap((group) => [
    ...[`laboratory.group.${group.id}`].filter((key) => !isMessageKey(key)),
    ...group.fields.flatMap((field) => {
      const options = field.kind === 'choice' ? field.options.map(({ id }) => id) : [];
      const methods = field.kind === 'quantity' ? (field.methods ?? []).map(({ id }) => `method.${id}`) : [];
      const unnamed = options.filter(
        (id) => !isMessageKey(`option.${field.id}.${id}`) && !isMessageKey(`option.${id}`),
      );
      return [...unnamed, ...[`laboratory.${field.id}`, ...methods].filter((key) => !isMessageKey(key))];
    }),
  ]);
  expect(missing).toEqual([]);
});

test('places are filled; one that is not given stays in sight', () => {
  expect(translate('en', 'access.untilDate', { date: '31-Dec-2026' })).toBe('until 31-Dec-2026');
  expect(translate('en', 'access.untilDate')).toBe('until {date}');
});

test('plural forms follow the language', () => {
  expect(translateCount('en', 'verify.entries', 1)).toBe('1 entry');
  expect(translateCount('en', 'verify.entries', 0)).toBe('0 entries');
  expect(translateCount('hi', 'verify.entries', 0)).toBe('0 प्रविष्टि');
});

test('rich messages keep the order of the language', () => {
  const parts = translateRich('hi', 'revoke.now', { who: 'A', what: 'B', until: 'C' });
  expect((parts as string[]).join('')).toBe('A अभी C तक यह पढ़ सकते हैं: B।');
});

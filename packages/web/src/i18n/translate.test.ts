// The catalogues say the same things in every language.

import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { definitions, type LineField, type RecordDefinition } from '@patrec/fhir';
import { describe, expect, test } from 'vitest';
import { en } from './en/index.ts';
import { hi } from './hi/index.ts';
import { ta } from './ta/index.ts';
import { isMessageKey, type MessageKey, translate, translateCount, translateRich } from './translate.ts';

const keys = Object.keys(en) as MessageKey[];
const places = (text: string) => [...text.matchAll(/\{\w+\}/g)].map(([place]) => place).sort();

test.each(['en', 'hi', 'ta'])(
  'no message of %s stands in two files, where the later would win unseen',
  async (lang) => {
    const directory = join(import.meta.dirname, lang);
    const files = readdirSync(directory).filter((name) => name !== 'index.ts');
    const catalogues = await Promise.all(files.map((name) => import(join(directory, name))));
    const all = catalogues.flatMap((module) =>
      Object.values(module).flatMap((messages) => Object.keys(messages as object)),
    );
    expect(files.length).toBeGreaterThan(20);
    expect(all.filter((key, i) => all.indexOf(key) !== i)).toEqual([]);
  },
);

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
    const codes = ['field.hba1c'];
    const code = (key: string) => codes.includes(key) || /^option\.(?:[1-4]\+|(?:A|B|AB|O)[+-])$/.test(key);
    expect(untranslated.filter((key) => !code(key) && !/^\W*(\{\w+\}\W*)+$/.test(catalogue[key]))).toEqual([]);
  });

  test('has no western digit that English has not', () => {
    const digits = (text: string) => text.replace(/\{\w+\}/g, '').replace(/\D/g, '');
    expect(keys.filter((key) => digits(catalogue[key]) !== digits(en[key]))).toEqual([]);
  });
});

test.each(definitions.map((one) => [one.type, one as RecordDefinition] as const))(
  'every section, field, answer, method and size of the record %s has its words',
  (type, { time, head, sections }) => {
    const keys = [
      ...[`type.${type}`, `scope.${type}`, `title.${type}`, `field.${time.id}`],
      ...[...head, ...sections.flatMap(({ fields }) => fields)].flatMap((field) =>
        field.kind === 'lines' ? [`field.${field.id}`, ...field.fields.flatMap(keysOf)] : keysOf(field),
      ),
    ];
    const unnamed = sections.filter(({ id }) => !isMessageKey(`section.${id}`) && !isMessageKey(`field.${id}`));
    expect([...keys.filter((key) => !isMessageKey(key)), ...unnamed.map(({ id }) => id)]).toEqual([]);
  },
);

function keysOf(field: LineField): string[] {
  const options = field.kind === 'choice' ? field.options.map(({ id }) => `option.${field.id}.${id}`) : [];
  const shared = options.map((key) => (isMessageKey(key) ? key : key.replace(`${field.id}.`, '')));
  const methods = field.kind === 'quantity' ? (field.methods ?? []).map(({ id }) => `method.${id}`) : [];
  const bands = field.kind === 'quantity' ? (field.bands?.of ?? []).map(({ id }) => `band.${id}`) : [];
  return [`field.${field.id}`, ...shared, ...methods, ...bands];
}

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

import { expect, test } from 'vitest';
import { content, statement } from '../test/chains.ts';
import { refusal } from '../test/refusal.ts';
import { utf8 } from './bytes.ts';
import { canonicalJson } from './canonical-json.ts';
import { parseStatement, STATEMENT_TYPES, statementBytes } from './statement.ts';

const valid = statement(3, [content(3, 0), content(3, 1)]);
const refs = valid.contents;

test('every type comes back as it was, with and without the optional members', () => {
  for (const type of STATEMENT_TYPES) {
    const plain = { ...valid, type };
    const full = { ...plain, onBehalfOf: 'ab'.repeat(16), authorKey: 'a+b/c=', baseHead: 'cd'.repeat(32) };
    for (const said of [plain, full, { ...plain, contents: [] }]) {
      expect(parseStatement(statementBytes(said))).toStrictEqual(said);
    }
  }
});

test.each([
  ['v', 2],
  ['v', '1'],
  ['type', 'rumour'],
  ['log', ''],
  ['log', 'two\nlines'],
  ['chain', 'ab'],
  ['chain', 'AB'.repeat(16)],
  ['chain', `${'ab'.repeat(16)}\n`],
  ['author', 'Asha Rao'],
  ['author', undefined],
  ['onBehalfOf', ''],
  ['occurredAt', '2026-11-22'],
  ['occurredAt', '2026-11-22T13:27:39Z'],
  ['occurredAt', '2026-11-22T13:27:39.123+05:30'],
  ['occurredAt', '2026-02-30T13:27:39.123Z'],
  ['occurredAt', '2027-02-29T13:27:39.123Z'],
  ['occurredAt', '2026-13-01T13:27:39.123Z'],
  ['occurredAt', '2026-11-22T24:00:00.000Z'],
  ['nonce', ''],
  ['nonce', 'ab'.repeat(33)],
  ['contents', {}],
  ['contents', 'x'],
  ['authorKey', 7],
  ['baseHead', 'ab'.repeat(31)],
  ['patient', 'PAT001'],
  ['constructor', 'x'],
])('a statement whose %s is %j is refused by name, made or parsed', (name, value) => {
  const { [name]: _, ...rest } = { ...valid } as Record<string, unknown>;
  const changed = value === undefined ? rest : { ...rest, [name]: value };
  const error = refusal(() => parseStatement(canonicalJson(changed)));
  expect(error.check).toBe('statement');
  expect(error.message).toContain(`statement.${name}`);
  expect(refusal(() => statementBytes(changed as unknown as typeof valid)).message).toBe(error.message);
});

test.each([
  ['ref', 'has space'],
  ['ref', ''],
  ['mediaType', 'text'],
  ['length', -1],
  ['length', '10'],
  ['commitment', 'ab'],
  ['salt', 'x'],
])('a content whose %s is %j is refused by name', (name, value) => {
  const changed = { ...valid, contents: [refs[0], { ...refs[1], [name]: value }] };
  expect(refusal(() => parseStatement(canonicalJson(changed))).message).toContain(`statement.contents[1].${name}`);
});

test('a reference stands once only', () => {
  const error = refusal(() => parseStatement(canonicalJson({ ...valid, contents: [refs[0], refs[0]] })));
  expect(error).toMatchObject({ check: 'statement', ref: refs[0]?.ref });
});

test('29 February of a leap year exists', () => {
  const said = { ...valid, occurredAt: '2028-02-29T23:59:59.999Z' };
  expect(parseStatement(statementBytes(said))).toStrictEqual(said);
});

test('another text of the same statement is refused', () => {
  const text = JSON.stringify(valid);
  expect(refusal(() => parseStatement(utf8(text))).check).toBe('statement');
  expect(refusal(() => parseStatement(utf8('[]'))).check).toBe('statement');
  expect(refusal(() => parseStatement(utf8('"x"'))).check).toBe('statement');
});

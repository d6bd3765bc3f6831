// Tables as spreadsheets and laboratories write them, good and bad.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { guessMapping, parseMapping } from './mapping.ts';
import { readTable, writeTable } from './read-table.ts';

const read = (text: string) => readTable(Buffer.from(text));

describe('a table', () => {
  test.each([
    ['commas', 'a,b\n1,2\n', ','],
    ['semicolons, with a mark of UTF-8 and CRLF', '\ufeffa;b\r\n1;2\r\n', ';'],
    ['semicolons, after lines that are empty', '\n\na;b\n1;2\n', ';'],
    ['tabs', 'a\tb\n1\t2', '\t'],
    ['semicolons, with commas in a quoted name', '"a";"b"\n"1";"2"', ';'],
  ])('with %s is read', (_, text, separator) => {
    const table = read(text);
    expect([table.header, table.rows.map(({ cells }) => cells), table.separator]).toEqual([
      ['a', 'b'],
      [['1', '2']],
      separator,
    ]);
  });

  test('may hold quotes, separators and new lines in its cells, and says on which line a row begins', () => {
    const { rows } = read('a,b\n"say ""no"", please","one\ntwo"\n\n3,4\n');
    expect(rows).toEqual([
      { line: 2, cells: ['say "no", please', 'one\ntwo'] },
      { line: 5, cells: ['3', '4'] },
    ]);
  });

  test.each([
    ['another encoding', Buffer.from([0x61, 0x0a, 0xe9, 0x0a]), /not UTF-8/],
    ['UTF-16', Buffer.from('\ufeffa\nb', 'utf16le'), /not UTF-8/],
    ['zeroes', Buffer.from('a\n\0\n'), /not UTF-8/],
    ['nothing', Buffer.alloc(0), /empty/],
    ['a column without a name', Buffer.from('a,\n1,2\n'), /name every column/],
    ['a name twice', Buffer.from('a,a\n1,2\n'), /each name once/],
    ['an open quote', Buffer.from('a,b\n1,"2\n3,4\n'), /quote is not closed/],
    ['a quote inside a cell', Buffer.from('a\nb"c"\n'), /not doubled/],
    ['a row without end', Buffer.from(`a\n${'x'.repeat(300_000)}\n`), /too long/],
  ])('of %s is refused as a whole', (_, bytes, message) => {
    expect(() => readTable(bytes)).toThrow(message);
  });

  test('that was written is read as it was, and no cell begins as a formula', () => {
    const cell = fc.oneof(
      fc.string({ unit: 'grapheme' }),
      fc.constantFrom('=1+1', '+91 98', '-3', '@x', '\tx', "'x", 'a"b;c'),
    );
    const fits = (text: string) => !/[\0\r\u2028]|^'[=+\-@\t\r]/.test(text) && text.isWellFormed();
    fc.assert(
      fc.property(fc.array(fc.tuple(cell.filter(fits), cell.filter(fits)), { minLength: 1 }), (rows) => {
        const text = writeTable([['first', 'second'], ...rows], ';');
        expect(text.split(/;|\r\n/).some((one) => /^"?[=+\-@\t]/.test(one) && !one.startsWith('"\''))).toBe(
          rows.flat().some((one) => /[;\n][=+\-@\t]/.test(one)),
        );
        expect(read(text).rows.map(({ cells }) => cells)).toEqual(rows);
      }),
    );
  });
});

describe('a mapping', () => {
  const header = ['Patient ID', 'DOB', 'Haemoglobin', 'Remarks'];

  test('is guessed from the names of the columns, and what is not known is left out', () => {
    const { columns } = guessMapping('results', { header });
    expect(columns).toEqual({ 'Patient ID': 'patient', DOB: 'birthDate', Haemoglobin: 'haemoglobin' });
  });

  test.each([
    ['no JSON', 'x', /JSON object/],
    ['a column that is not there', '{"columns":{"Hb":"haemoglobin"}}', /no column "Hb"/],
    ['a field that is not there', '{"columns":{"DOB":"birthday"}}', /no field "birthday"/],
    ['a field twice', '{"columns":{"DOB":"birthDate"},"fixed":{"birthDate":"x"}}', /filled twice/],
    ['other dates', '{"dates":"mm/dd/yyyy"}', /"dates"/],
    ['numbers for texts', '{"fixed":{"unit":1}}', /"fixed"/],
    ['a test that is not there', '{"tests":{"Hb":"hb"}}', /no test "hb"/],
  ])('with %s is refused', (_, text, message) => {
    expect(() => parseMapping('results', text, { header })).toThrow(message);
  });
});

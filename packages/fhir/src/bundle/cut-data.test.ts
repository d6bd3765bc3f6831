import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseJson } from '../json/parse.ts';
import { dataCutter } from './cut-data.ts';

const bytesOf = (text: string) => new TextEncoder().encode(text);

/** The text with every piece of data emptied, and the data by its entry, however the bytes are divided. */
function cut(text: string, size = 1): { around: string; data: [number, string][] } {
  const cutter = dataCutter();
  const bytes = bytesOf(text);
  const around: Uint8Array[] = [];
  const data: [number, string][] = [];
  let before: number | undefined;
  for (let at = 0; at < bytes.length; at += size)
    for (const piece of cutter(bytes.subarray(at, at + size))) {
      const said = new TextDecoder('latin1').decode(piece.bytes);
      if (piece.entry === undefined) around.push(piece.bytes);
      else if (before === piece.entry) data.push([piece.entry, (data.pop()?.[1] ?? '') + said]);
      else data.push([piece.entry, said]);
      before = piece.entry;
    }
  return { around: Buffer.concat(around).toString(), data };
}

const bundle = (...resources: object[]) =>
  JSON.stringify({ resourceType: 'Bundle', entry: resources.map((resource) => ({ fullUrl: 'urn:x', resource })) });

describe('dataCutter', () => {
  it('takes out what the resources of entries hold as data, and nothing else', () => {
    const text = bundle(
      { resourceType: 'Binary', data: 'QUJD' },
      { resourceType: 'Media', content: { data: 'stays' }, note: 'the "data":"stays" too' },
      { data: 'REVG', resourceType: 'Binary' },
    );
    const { around, data } = cut(text);
    expect(data).toEqual([
      [0, 'QUJD'],
      [2, 'REVG'],
    ]);
    expect(around).toBe(text.replace('QUJD', '').replace('REVG', ''));
  });

  it.each([
    ['beside the entries', '{"data":"x","entry":[]}'],
    ['in an entry, not in its resource', '{"entry":[{"data":"x"}]}'],
    ['in a Bundle within', '{"entry":[{"resource":{"entry":[{"resource":{"data":"x"}}]}}]}'],
    ['in entries that are an object', '{"entry":{"0":{"resource":{"data":"x"}}}}'],
    ['in a list', '{"entry":[{"resource":{"data":["x"]}}]}'],
    ['as the value of another key', '{"entry":[{"resource":{"title":"data","note":"x"}}]}'],
    ['under a longer key', `{"entry":[{"resource":{"${'d'.repeat(99)}":"x"}}]}`],
    ['in what is no Bundle', '[{"entry":[{"resource":{"data":"x"}}]}]'],
    ['where there is none', '{"entry":[{"resource":{"data":""}}]}'],
  ])('leaves data %s', (_, text) => {
    expect(cut(text)).toEqual({ around: text, data: [] });
  });

  it('knows a key that is written with escapes, and a quote that is', () => {
    const text = '{"\\u0065ntry":[{"resource":{"d\\u0061ta":"Q\\"\\\\"}}]}';
    expect(cut(text).data).toEqual([[0, 'Q\\"\\\\']]);
  });

  it('has not closed what is cut off within, so that the rest is no JSON', () => {
    const { around, data } = cut('{"entry":[{"resource":{"data":"QUJD');
    expect(data).toEqual([[0, 'QUJD']]);
    expect(() => parseJson(bytesOf(around))).toThrow('a string is not closed');
  });

  it('finds in every JSON text what the parser finds, wherever its bytes are divided', () => {
    const key = fc.constantFrom('entry', 'resource', 'data', 'other');
    const json = fc.letrec((tie) => ({
      value: fc.oneof(fc.string(), fc.constant(null), fc.array(tie('value')), fc.dictionary(key, tie('value'))),
    })).value;
    const likely = fc.record({
      entry: fc.array(fc.oneof(json, fc.record({ resource: fc.dictionary(key, json) }))),
      other: json,
    });
    fc.assert(
      fc.property(fc.oneof(json, likely), fc.integer({ min: 1, max: 9 }), fc.nat(2), (value, size, indent) => {
        const text = JSON.stringify(value, undefined, indent);
        const entries: unknown[] =
          Array.isArray(value) || value === null ? [] : ((value as { entry?: [] }).entry ?? []);
        const expected = (Array.isArray(entries) ? entries : []).flatMap((one, i) => {
          const data = (one as { resource?: { data?: unknown } } | null)?.resource?.data;
          return typeof data === 'string' && data !== '' ? [[i, data]] : [];
        });
        const found = cut(text, size).data.map(([entry, said]) => [
          entry,
          JSON.parse(`"${Buffer.from(said, 'latin1').toString()}"`),
        ]);
        expect(found).toEqual(expected);
        expect(() => parseJson(bytesOf(cut(text, size).around))).not.toThrow();
      }),
    );
  });
});

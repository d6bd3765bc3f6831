import fc from 'fast-check';
import { isLosslessNumber } from 'lossless-json';
import { describe, expect, it } from 'vitest';
import { JsonError } from './error.ts';
import { formatJson } from './format.ts';
import { parseJson } from './parse.ts';
import { decimal, isObject, type JsonValue } from './value.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const reformat = (text: string): string => new TextDecoder().decode(formatJson(parseJson(bytes(text))));
const refusal = (input: string | Uint8Array): JsonError => {
  try {
    parseJson(typeof input === 'string' ? bytes(input) : input);
  } catch (error) {
    if (error instanceof JsonError) return error;
  }
  throw new Error('it was not refused');
};

describe('parseJson', () => {
  it.each(['1.50', '1e400', '0.1e-5', '-0', '1E+2', '9007199254740993', '0.000'])('keeps the number %s', (text) => {
    expect(reformat(text)).toBe(text);
  });

  it.each([
    ['{"a":1,"a":1}', 'the key "a" is there twice'],
    ['{"a":1,"\\u0061":2}', 'the key "a" is there twice'],
    ['{"__proto__":1,"__proto__":2}', 'twice'],
    ['"\\ud800"', 'surrogate'],
    ['"\\udc00x"', 'surrogate'],
    ['"\\x41"', 'escape'],
    ['"\\u12"', 'escape'],
    ['"a', 'not closed'],
    ['"\\', 'not closed'],
    ['"a\nb"', 'control character'],
    ['01', 'more after'],
    ['1.', 'more after'],
    ['.5', 'a value was expected'],
    ['+1', 'a value was expected'],
    ['NaN', 'a value was expected'],
    ['', 'a value was expected'],
    ['[1,]', 'a value was expected'],
    ['{"a":1,}', 'a key was expected'],
    ['{a:1}', 'a key was expected'],
    ['{"a" 1}', 'a colon'],
    ['[1 2]', 'a comma or ]'],
    ['{"a":1', 'a comma or }'],
    ['{} {}', 'more after'],
    ['// x\n1', 'a value was expected'],
    ['\u00a01', 'a value was expected'],
  ])('refuses %s', (text, reason) => {
    expect(refusal(text).reason).toContain(reason);
  });

  it('refuses invalid UTF-8, an encoded surrogate, and a byte order mark', () => {
    expect(refusal(Uint8Array.of(0x22, 0xff, 0x22)).reason).toContain('UTF-8');
    expect(refusal(Uint8Array.of(0x22, 0xed, 0xa0, 0x80, 0x22)).reason).toContain('UTF-8');
    expect(refusal(Uint8Array.of(0xef, 0xbb, 0xbf, 0x31)).reason).toContain('byte order mark');
  });

  it('says where', () => {
    expect(refusal('{\n  "a": 1,\n  "a": 2\n}')).toMatchObject({ line: 3, column: 3 });
    expect(refusal('[1,')).toMatchObject({ line: 1, column: 4 });
  });

  it('accepts 64 levels and refuses 65', () => {
    expect(reformat('['.repeat(64) + ']'.repeat(64))).toBe('['.repeat(64) + ']'.repeat(64));
    expect(refusal('['.repeat(65) + ']'.repeat(65)).reason).toContain('nested over 64');
    expect(refusal('['.repeat(1_000_000)).reason).toContain('nested over 64');
  });

  it('treats __proto__ and constructor as ordinary keys', () => {
    const value = parseJson(bytes('{"__proto__":{"polluted":true},"constructor":{"prototype":{}}}'));
    expect(Object.keys(value as object)).toEqual(['__proto__', 'constructor']);
    expect((value as { polluted?: unknown }).polluted).toBeUndefined();
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
    expect(reformat('{"__proto__":1}')).toBe('{"__proto__":1}');
    expect((parseJson(bytes('{}')) as { toString?: unknown }).toString).toBeUndefined();
  });

  it('agrees with JSON.parse on every value JSON can hold', () => {
    fc.assert(
      fc.property(fc.jsonValue({ stringUnit: 'binary' }), fc.nat(3), (value, indent) => {
        const text = JSON.stringify(value, undefined, indent);
        fc.pre(text.isWellFormed());
        expect(plain(parseJson(bytes(text)))).toEqual(JSON.parse(text));
        expect(JSON.parse(reformat(text))).toEqual(JSON.parse(text));
      }),
    );
  });

  it('keeps the text of every number', () => {
    const number = fc.stringMatching(/^-?(0|[1-9][0-9]{0,30})(\.[0-9]{1,30})?([eE][+-]?[0-9]{1,4})?$/);
    fc.assert(
      fc.property(number, (text) => {
        expect(reformat(`{"a":[${text}]}`)).toBe(`{"a":[${text}]}`);
      }),
    );
  });

  it('accepts what JSON.parse accepts and nothing else, one character changed', () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 2 }), fc.nat(), fc.string({ minLength: 1, maxLength: 1 }), (text, at, put) => {
        const place = at % (text.length + 1);
        const changed = text.slice(0, place) + put + text.slice(place + 1);
        fc.pre(changed.isWellFormed());
        if (accepts(changed, (input) => parseJson(bytes(input)))) expect(accepts(changed, JSON.parse)).toBe(true);
      }),
    );
  });
});

describe('formatJson', () => {
  it('refuses what JSON cannot say exactly', () => {
    expect(() => formatJson(1 as unknown as JsonValue)).toThrow(TypeError);
    expect(() => formatJson({ a: undefined } as unknown as JsonValue)).toThrow(TypeError);
    expect(() => formatJson('\ud800')).toThrow(TypeError);
    expect(() => decimal('1,5')).toThrow();
  });
});

function plain(value: JsonValue): unknown {
  if (isLosslessNumber(value)) return Number(value.toString());
  if (Array.isArray(value)) return value.map(plain);
  if (!isObject(value)) return value;
  return JSON.parse(JSON.stringify(Object.fromEntries(Object.entries(value).map(([key, item]) => [key, plain(item)]))));
}

function accepts(text: string, parse: (text: string) => unknown): boolean {
  try {
    parse(text);
    return true;
  } catch (error) {
    expect(error).toBeInstanceOf(Error);
    return false;
  }
}

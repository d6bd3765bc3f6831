import { expect, test } from 'vitest';
import { forgetDrafts, keepDraft, readDraft } from './draft.ts';

function memory(): Storage {
  const kept: Record<string, string> = {};
  const methods = {
    getItem: (key: string) => kept[key] ?? null,
    setItem: (key: string, value: string) => Object.assign(kept, { [key]: value }),
    removeItem: (key: string) => delete kept[key],
  };
  return Object.setPrototypeOf(kept, methods) as Storage;
}

test('a draft keeps what was typed, not what belongs to the page', () => {
  const storage = memory();
  const form = new FormData();
  for (const [name, value] of Object.entries({ hba1c: '8.20', hdl: '', nonce: 'n', _csrf: 'c' })) form.set(name, value);
  keepDraft(storage, 'DOC1:PAT001', form);
  expect(readDraft(storage, 'DOC1:PAT001')).toEqual({ hba1c: '8.20' });
  expect(readDraft(storage, 'DOC2:PAT001')).toBeNull();
  forgetDrafts(storage);
  expect(readDraft(storage, 'DOC1:PAT001')).toBeNull();
});

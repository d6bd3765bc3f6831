import { expect, test } from 'vitest';
import { draftKey, forgetDraft, forgetDrafts, keepDraft, markSent, readDraft, takeSent } from './draft.ts';

function memory(): Storage {
  const kept: Record<string, string> = {};
  const methods = {
    getItem: (key: string) => kept[key] ?? null,
    setItem: (key: string, value: string) => Object.assign(kept, { [key]: value }),
    removeItem: (key: string) => delete kept[key],
  };
  return Object.setPrototypeOf(kept, methods) as Storage;
}

const keyOf = async (byte: number) => {
  const key = await draftKey(Buffer.alloc(32, byte).toString('base64'));
  if (key === undefined) throw new Error('This Node cannot seal.');
  return key;
};
const typed = [
  ['hba1c', '8.20'],
  ['types', 'visit'],
  ['types', 'laboratory'],
] as const;

test('a draft is read again with the key of its account, and with no other', async () => {
  const storage = memory();
  await keepDraft(storage, await keyOf(1), 'DOC1:/a', typed);
  expect(await readDraft(storage, await keyOf(1), 'DOC1:/a')).toEqual(typed);
  expect(await readDraft(storage, await keyOf(2), 'DOC1:/a')).toBeNull();
  expect(await readDraft(storage, await keyOf(1), 'DOC2:/a')).toBeNull();
});

test('nothing that was typed stands readable in the storage, nor the same thing twice', async () => {
  const storage = memory();
  await keepDraft(storage, await keyOf(1), 'DOC1:/a', typed);
  const first = JSON.stringify(storage);
  await keepDraft(storage, await keyOf(1), 'DOC1:/a', typed);
  expect(first).not.toMatch(/8\.20|visit/);
  expect(JSON.stringify(storage)).not.toBe(first);
});

test('a draft that was altered is no draft', async () => {
  const storage = memory();
  for (const text of ['', '!', btoa('too short'), btoa('x'.repeat(60))]) {
    storage.setItem('patrec-draft:DOC1:/a', text);
    expect(await readDraft(storage, await keyOf(1), 'DOC1:/a')).toBeNull();
  }
});

test('drafts are forgotten: one, those of other accounts, all', async () => {
  const storage = memory();
  const key = await keyOf(1);
  for (const name of ['DOC1:/a', 'DOC1:/b', 'DOC12:/a']) await keepDraft(storage, key, name, typed);
  forgetDraft(storage, 'DOC1:/b');
  forgetDrafts(storage, 'DOC1:');
  expect(Object.keys(storage)).toEqual(['patrec-draft:DOC1:/a']);
  markSent(storage, 'DOC1:/a');
  forgetDrafts(storage);
  expect(Object.keys(storage)).toEqual([]);
  expect(takeSent(storage)).toBeNull();
});

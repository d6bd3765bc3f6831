// Files beside the values of a record.
import { describe, expect, it } from 'vitest';
import { attachedFiles } from '../describe/attachment.ts';
import { recordHeading } from '../describe/heading.ts';
import { formatJson } from '../json/format.ts';
import { parseJson } from '../json/parse.ts';
import type { JsonObject } from '../json/value.ts';
import { validateResource } from '../validate/resource.ts';
import { forRole, type RecordDefinition } from './definition.ts';
import { definitions } from './definitions.ts';
import { filesOf, type RecordFile } from './files.ts';
import { isInError } from './in-error.ts';
import { parseRecordForm } from './parse-form.ts';
import { recordResources } from './resources.ts';
import { revise } from './revision.ts';

const now = '2026-11-22T13:27:39.123Z';
const context = { sex: 'female', birthDate: '1980-07-14', now, timeZone: 'Asia/Kolkata' } as const;
const withFiles = (definitions as readonly RecordDefinition[]).filter(({ files }) => files !== undefined);

function file(slot: string, n: number): RecordFile {
  const id = `3f2a5c7e9b1d-${String(n).padStart(20, '0')}`;
  return { slot, file: { id, contentType: 'application/pdf', size: 1234 + n, hash: 'qvTGHdzF6KLavt4PO0gs2a6pQ00=' } };
}

function builder(definition: RecordDefinition, files: readonly RecordFile[]) {
  const form = { [definition.time.id]: '2026-11-22T09:15' };
  const parsed = parseRecordForm(definition, form, { ...context, withFiles: true });
  if (!parsed.ok) throw new Error('the form was refused');
  const people = {
    patient: { reference: 'Patient/p', display: 'P' },
    author: { reference: 'Practitioner/d', display: 'D' },
  };
  return (newId: () => string): JsonObject[] =>
    recordResources(definition, parsed.record, { ...people, newId, lastUpdated: now, versionId: '1', files }).map(
      (one) => parseJson(formatJson(one)) as JsonObject,
    );
}

function counted(prefix: string): () => string {
  let made = 0;
  return () => `${prefix}-${String(made++).padStart(20, '0')}`;
}

it('there are records with files', () => {
  expect(withFiles.map(({ type }) => type)).toEqual(['laboratory', 'cardiac', 'dermatology']);
});

describe.each(withFiles.map((definition) => [definition.type, definition] as const))(
  'the files of a %s record',
  (type, definition) => {
    const { files: slots = [] } = definition;
    const all = slots.flatMap(({ id }, n) => [file(id, n * 2), file(id, n * 2 + 1)]);

    it('are of sections that it has, and make a valid record by themselves, which is told from them', () => {
      for (const { section } of slots) expect(definition.sections.map(({ id }) => id)).toContain(section);
      const resources = builder(definition, all)(counted('a'));
      expect(resources.flatMap((one) => validateResource(one))).toEqual([]);
      expect(filesOf(slots, resources)).toEqual(all);
      expect(recordHeading(resources)).toMatchObject({ type, abnormal: 0, critical: 0 });
    });

    it('go on under their ids when the record is amended; one that is left out is marked', () => {
      const before = builder(definition, all)(counted('old')).map((resource) => ({ resource, version: 1 }));
      const [gone, ...rest] = all;
      const newer = file(slots[0]?.id ?? '', 99);
      const revised = revise(before, builder(definition, [...rest, newer]), { recordedAt: now, newId: counted('new') });
      const idOf = (of: RecordFile | undefined, list: readonly { resource: JsonObject }[]) =>
        list.find(({ resource }) => attachedFiles(resource).includes(of?.file.id ?? ''))?.resource;
      for (const one of rest) expect(idOf(one, revised)?.id).toBe(idOf(one, before)?.id);
      expect(isInError(idOf(gone, revised))).toBe(true);
      expect(String(idOf(newer, revised)?.id)).toMatch(/^new/);
      const resources = revised.map(({ resource }) => resource);
      expect(resources.flatMap((one) => validateResource(one))).toEqual([]);
      expect(
        filesOf(slots, resources)
          .map((one) => one.file.id)
          .sort(),
      ).toEqual([...rest, newer].map((one) => one.file.id).sort());
    });

    it('are for the role that writes their section', () => {
      const staffs = forRole(definition, 'staff');
      const sections = staffs.sections.map(({ id }) => id);
      expect(staffs.files).toEqual(slots.filter(({ section }) => sections.includes(section)));
    });
  },
);

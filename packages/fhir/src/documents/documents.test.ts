import { describe, expect, it } from 'vitest';
import { recordHeading } from '../describe/heading.ts';
import { formatJson } from '../json/format.ts';
import { parseJson } from '../json/parse.ts';
import type { JsonObject } from '../json/value.ts';
import { validateResource } from '../validate.ts';
import { documentKinds } from './kinds.ts';
import { parseDocumentForm } from './parse-form.ts';
import { documentOf, documentResource } from './resource.ts';

const context = { birthDate: '1980-07-14', today: '2026-11-22' };
const form = { title: 'Echo report', date: '2026-10-01', kind: 'imaging', note: '' };
const options = {
  id: '0123456789ab-00000000000000000001',
  versionId: '1',
  lastUpdated: '2026-11-22T10:00:00.000Z',
  patient: { reference: 'Patient/0123456789ab-00000000000000000000', display: 'PAT001' },
  author: { reference: 'Practitioner/0123456789ab-00000000000000000009', display: 'Dr. Rao' },
  file: {
    id: '0123456789ab-00000000000000000002',
    contentType: 'application/pdf',
    size: 1234,
    hash: 'qvTGHdzF6KLavt4PO0gs2a6pQ00=',
  },
};

function errors(values: Partial<typeof form>): string[] {
  const parsed = parseDocumentForm({ ...form, ...values }, context);
  return parsed.ok ? [] : parsed.errors.map(({ field, code }) => `${field} ${code}`);
}

describe('the form of a scanned document', () => {
  it('gives what was typed, without the space around it', () => {
    const typed = { ...form, title: '  Echo report ', note: ' as told\r\nby the ward ' };
    const document = { title: 'Echo report', date: '2026-10-01', kind: 'imaging', note: 'as told\nby the ward' };
    expect(parseDocumentForm(typed, context)).toEqual({ ok: true, document });
  });

  it.each([
    [{ title: ' ' }, ['title required']],
    [{ title: 'x'.repeat(121) }, ['title too-long']],
    [{ title: 'two\nlines' }, ['title not-text']],
    [{ title: 'scan\u202efdp.exe' }, ['title not-text']],
    [{ title: 'half \ud800' }, ['title not-text']],
    [{ date: '' }, ['date required']],
    [{ date: '2026-02-30' }, ['date not-a-day']],
    [{ date: '22-11-2026' }, ['date not-a-day']],
    [{ date: '2026-11-23' }, ['date in-future']],
    [{ date: '1980-07-13' }, ['date before-birth']],
    [{ kind: '' }, ['kind required']],
    [{ kind: 'imaging2' }, ['kind unknown-option']],
    [{ note: 'x'.repeat(2001) }, ['note too-long']],
    [{ note: 'bell \u0007' }, ['note not-text']],
    [{ title: '', date: '', kind: '' }, ['title required', 'date required', 'kind required']],
  ])('%j is refused where it is wrong', (values, wanted) => {
    expect(errors(values)).toEqual(wanted);
  });

  it('takes Hindi and Tamil with their joiners', () => {
    expect(errors({ title: 'क्‍ष-किरण रिपोर्ट', note: 'எக்ஸ்-ரே' })).toEqual([]);
  });
});

describe.each(documentKinds.map(({ id }) => id))('a document of the kind %s', (kind) => {
  const document = { title: 'Echo report', date: '2026-10-01', kind, note: 'as told' };
  const resource = documentResource(document, options);

  it('is a valid DocumentReference, and reads back as it was written', () => {
    expect(validateResource(resource)).toEqual([]);
    const stored = parseJson(formatJson(resource)) as JsonObject;
    expect(documentOf(stored)).toEqual({ ...document, file: options.file });
  });

  it('is a line of the timeline under its title and its day', () => {
    const name = documentKinds.find(({ id }) => id === kind)?.name;
    const line = { type: 'document', title: 'Echo report', effective: '2026-10-01', summary: name };
    expect(recordHeading([resource])).toMatchObject(line);
  });
});

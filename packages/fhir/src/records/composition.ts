// A record as a FHIR R4 document: a Composition whose sections hold words and refer to the other resources.
// https://hl7.org/fhir/R4/composition.html
import { coding, codings, systemOf } from '../build/datatype.ts';
import { type JsonObject, objectAt, objectOf, objectsAt, textAt } from '../json/value.ts';
import type { BuiltSection, RecordDefinition } from './definition.ts';
import type { ClinicalRecord } from './record.ts';

const shown = 'http://www.w3.org/1999/xhtml';

interface DocumentOf {
  readonly type: string;
  readonly name: string;
  /** What it is called where its name says too little. */
  readonly title?: (record: ClinicalRecord) => string | undefined;
  /** When it began, where that is not when it was written. */
  readonly from?: (record: ClinicalRecord) => string | undefined;
}

/** The lead of a record that is a document. */
export function composition({ type, name, title, from }: DocumentOf): RecordDefinition['lead'] {
  return (record, sections, kit) => {
    const start = from?.(record);
    return objectOf({
      ...kit.head('Composition'),
      status: 'final',
      type: { ...codings(coding(kit.document.system, kit.document.code, kit.document.display)), text: name },
      category: [{ text: type }],
      subject: kit.patient,
      date: record.occurredAt,
      author: [...kit.performers],
      title: title?.(record) ?? name,
      event: start === undefined ? undefined : [{ period: { start, end: record.occurredAt } }],
      section: sections.filter(isFilled).map(sectionOf),
    });
  };
}

/** The type of record that a document says it is, in its category; undefined for any other resource. */
export function documentTypeOf(resource: JsonObject | undefined): string | undefined {
  return resource?.resourceType === 'Composition' ? textAt(objectsAt(resource, 'category')[0], 'text') : undefined;
}

/** A section of a document: its title, its words (perhaps none), and what it refers to, such as `Observation/1`. */
export interface DocumentSection {
  readonly title: string;
  readonly text: string;
  readonly entries: readonly string[];
}

/** The sections of a document, those within others after them. */
export function documentSections(document: JsonObject): DocumentSection[] {
  return objectsAt(document, 'section').flatMap((section) => {
    const text = plainText(textAt(objectAt(section, 'text'), 'div') ?? '');
    const entries = objectsAt(section, 'entry').flatMap((entry) => textAt(entry, 'reference') ?? []);
    return [{ title: textAt(section, 'title') ?? '', text, entries }, ...documentSections(section)];
  });
}

function isFilled({ narrative, resources }: BuiltSection): boolean {
  return narrative !== undefined || resources.length > 0;
}

function sectionOf({ section, narrative, resources }: BuiltSection): JsonObject {
  const { name, code } = section;
  const entry = resources.map(({ resourceType, id }) => ({ reference: `${resourceType}/${id}` }));
  return objectOf({
    title: name,
    code: code && { coding: [objectOf({ system: systemOf(code.system), code: code.code, display: code.display })] },
    text: narrative === undefined ? undefined : { status: 'generated', div: divOf(narrative) },
    entry: entry.length === 0 ? undefined : entry,
  });
}

function divOf(text: string): string {
  const escaped = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  return `<div xmlns="${shown}">${escaped.replaceAll('\n', '<br/>')}</div>`;
}

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ' };

/** The words of XHTML: breaks become new lines, everything else that is markup goes. Never put back as markup. */
function plainText(div: string): string {
  const text = div
    .replace(/<br\s*\/?>|<\/(?:p|li|tr|h\d)>/g, '\n')
    .replace(/<[^<>]*>/g, '')
    .replace(/&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|([a-z]+));/gi, (all, tens?: string, hex?: string, name?: string) => {
      const code = tens !== undefined ? Number(tens) : hex !== undefined ? Number.parseInt(hex, 16) : undefined;
      if (code !== undefined) return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : all;
      return entities[name ?? ''] ?? all;
    });
  return text.trim();
}

// A scanned document as a FHIR R4 DocumentReference (https://hl7.org/fhir/R4/documentreference.html): what it is, and
// where its file is. The file itself is a content of its own in the block.
import { coding, codings, head, type Named, reference, type Version } from '../build/datatype.ts';
import { attachedFiles } from '../describe/attachment.ts';
import { decimal, type JsonObject, objectAt, objectOf, objectsAt, textAt } from '../json/value.ts';
import { type DocumentKind, kindConcept, kindNamed } from './kinds.ts';
import type { ScannedDocument } from './parse-form.ts';

/** The file of a document. `size` is in bytes, `hash` the base64 of its SHA-1, as R4 has it. */
export interface AttachedFile {
  readonly id: string;
  readonly contentType: string;
  readonly size: number;
  readonly hash: string;
}

/** What the resource carries beside the document. */
export interface DocumentOptions extends Version {
  readonly patient: Named;
  readonly author: Named;
  readonly file: AttachedFile;
}

/** A document as it is shown. */
export interface DocumentView extends ScannedDocument {
  readonly file: AttachedFile;
}

const RECORD_ARTIFACT = '419891008'; // SNOMED CT; Ayushman Bharat's HealthDocumentRecord

/** The DocumentReference. */
export function documentResource(document: ScannedDocument, options: DocumentOptions): JsonObject {
  const { title, date, kind, note } = document;
  const { file } = options;
  return objectOf({
    ...head('DocumentReference', options),
    status: 'current',
    docStatus: 'final',
    type: codings(coding('snomed', RECORD_ARTIFACT, 'Record artifact')),
    category: [kindConcept(kind)],
    subject: reference(options.patient),
    date: options.lastUpdated,
    author: [reference(options.author)],
    description: note,
    content: [
      {
        attachment: {
          contentType: file.contentType,
          url: `Binary/${file.id}`,
          size: decimal(String(file.size)),
          hash: file.hash,
          title,
        },
      },
    ],
    context: { period: { start: date, end: date } },
  });
}

/** What a DocumentReference of ours says; undefined for any other resource. */
export function documentOf(resource: JsonObject): DocumentView | undefined {
  const [id, ...more] = attachedFiles(resource);
  const [type] = objectsAt(objectAt(resource, 'type'), 'coding');
  const attachment = objectAt(objectsAt(resource, 'content')[0], 'attachment');
  const date = textAt(objectAt(objectAt(resource, 'context'), 'period'), 'start');
  const title = textAt(attachment, 'title');
  if (textAt(type, 'code') !== RECORD_ARTIFACT || id === undefined || more.length > 0) return undefined;
  if (date === undefined || title === undefined) return undefined;
  const kind: DocumentKind = kindNamed(textAt(objectsAt(resource, 'category')[0], 'text'));
  const note = textAt(resource, 'description');
  const file = {
    id,
    contentType: textAt(attachment, 'contentType') ?? '',
    size: Number(textAt(attachment, 'size')),
    hash: textAt(attachment, 'hash') ?? '',
  };
  return { title, date, kind, ...(note !== undefined && { note }), file };
}

/** The form that such a record was made of; undefined where it is not one document of ours with its file. */
export function documentForm(resources: readonly JsonObject[]): Readonly<Record<string, string>> | undefined {
  const document = resources.length === 1 && resources[0] ? documentOf(resources[0]) : undefined;
  if (document === undefined) return undefined;
  const { title, date, kind, note = '' } = document;
  return { title, date, kind, note };
}

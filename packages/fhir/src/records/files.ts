// The files of a record beside its values, each as a FHIR R4 DocumentReference (https://hl7.org/fhir/R4/documentreference.html)
// that stands in the section it belongs to.
import { coding, codings } from '../build/datatype.ts';
import { attachedFiles } from '../describe/attachment.ts';
import type { AttachedFile } from '../documents/resource.ts';
import { decimal, type JsonObject, objectAt, objectOf, objectsAt, textAt } from '../json/value.ts';
import type { FileMediaType, FileSlot, ResourceKit } from './definition.ts';
import { isInError } from './in-error.ts';

export const everyFileType: readonly FileMediaType[] = [
  'application/pdf',
  'image/jpeg',
  'image/png',
  'application/dicom',
];

/** A file, and which kind it is. */
export interface RecordFile {
  readonly slot: string;
  readonly file: AttachedFile;
}

/** The DocumentReference of a file. */
export function fileResource(
  slot: FileSlot,
  { id, contentType, size, hash }: AttachedFile,
  kit: ResourceKit,
): JsonObject {
  const { code, name } = slot;
  const attachment = { contentType, url: `Binary/${id}`, size: decimal(String(size)), hash, title: name };
  return objectOf({
    ...kit.head('DocumentReference'),
    status: 'current',
    docStatus: 'final',
    type: { ...(code ? codings(coding(code.system, code.code, code.display)) : {}), text: name },
    category: [{ text: slot.id }],
    subject: kit.patient,
    date: kit.recordedAt,
    author: [kit.author],
    content: [{ attachment }],
    context: { period: { start: kit.occurredAt } },
  });
}

/** The files of a record, in the order of its resources; those entered in error are left out. */
export function filesOf(slots: readonly FileSlot[], resources: readonly JsonObject[]): RecordFile[] {
  return resources
    .filter((one) => !isInError(one))
    .flatMap((resource) => {
      const slot = slots.find(({ id }) => id === slotOf(resource))?.id;
      const [id] = attachedFiles(resource);
      if (slot === undefined || id === undefined) return [];
      const attachment = objectAt(objectsAt(resource, 'content')[0], 'attachment');
      const said = (member: string) => textAt(attachment, member) ?? '';
      return [{ slot, file: { id, contentType: said('contentType'), size: Number(said('size')), hash: said('hash') } }];
    });
}

/** The kind of file that a DocumentReference says it is; undefined for any other resource. */
export function slotOf(resource: JsonObject): string | undefined {
  return resource.resourceType === 'DocumentReference' ? textAt(objectsAt(resource, 'category')[0], 'text') : undefined;
}

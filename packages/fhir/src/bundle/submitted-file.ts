// A file that comes with what is submitted, as its sender describes it.
import { type JsonObject, objectAt, objectOf, objectsAt, textAt } from '../json/value.ts';
import type { FileSlot, RecordDefinition } from '../records/definition.ts';
import { slotOf } from '../records/files.ts';

/** A file: where its attachment stands, what that says of it, and which entry has the bytes. */
export interface SubmittedFile {
  /** What the attachment calls it. */
  readonly url: string;
  readonly path: string;
  readonly contentType: string;
  readonly title: string;
  /** The base64 of its SHA-1, as R4 has it, and how many bytes it has, where they are said. */
  readonly said: { readonly hash?: string; readonly size?: string };
  /** The place of its Binary among the entries. */
  readonly entry: number;
  /** The DocumentReference. */
  readonly resource: JsonObject;
}

/** The kind of file of a record that a DocumentReference says it is; undefined where the record has no such. */
export function slotIn(definition: RecordDefinition | undefined, resource: JsonObject): FileSlot | undefined {
  return definition?.files?.find(({ id }) => id === slotOf(resource));
}

/** The resource with its attachments called as `ids` says; every other resource as it is. */
export function withFiles(resource: JsonObject, ids: ReadonlyMap<string, string>): JsonObject {
  if (resource.resourceType !== 'DocumentReference') return resource;
  const content = objectsAt(resource, 'content').map((one) => {
    const attachment = objectAt(one, 'attachment');
    const id = ids.get(textAt(attachment, 'url') ?? '');
    return id === undefined ? one : objectOf({ ...one, attachment: objectOf({ ...attachment, url: `Binary/${id}` }) });
  });
  return objectOf({ ...resource, content });
}

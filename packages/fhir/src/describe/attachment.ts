// The files that a resource names: attachments whose address is a Binary of the same server.
import { type JsonObject, objectAt, objectsAt, textAt } from '../json/value.ts';

/** The ids of the files, in the order of the resource. Of a DocumentReference only: no other resource of ours has files. */
export function attachedFiles(resource: JsonObject): string[] {
  if (resource.resourceType !== 'DocumentReference') return [];
  return objectsAt(resource, 'content').flatMap((content) => {
    const [, id] = /^Binary\/([0-9a-f-]+)$/.exec(textAt(objectAt(content, 'attachment'), 'url') ?? '') ?? [];
    return id === undefined ? [] : [id];
  });
}

// The resources of an imported block: of its record, of what is kept as text, and where all of it came from.

import { importProvenanceResource, type JsonObject, type Named, recordResources } from '@patrec/fhir';
import type { BlockRecord } from './block-record.ts';
import type { MongoBlock } from './blocks.ts';
import type { MongoField } from './fields.ts';

/** Where the record came from, and whose it is. */
export interface RecordPlace {
  readonly newId: () => string;
  readonly recordedAt: string;
  readonly patient: Named;
  readonly file: { readonly name: string; readonly sha256: string };
}

/** The resources of the record: the definition's, what is kept as text, and the Provenance that says what was checked. */
export function blockResources(
  { definition, record, kept }: BlockRecord,
  block: MongoBlock,
  place: RecordPlace,
): JsonObject[] {
  const { newId, recordedAt: lastUpdated, patient, file } = place;
  const version = { lastUpdated, versionId: '1' };
  const author = { display: block.creator };
  const resources = [
    ...recordResources(definition, record, { newId, patient, author, ...version }),
    ...kept.map((field) => keptResource(field, newId(), record.occurredAt, place)),
  ];
  const source = {
    ...version,
    id: newId(),
    targets: resources.map(({ resourceType, id }) => `${resourceType}/${id}`),
    agent: block.creator,
    file: file.name,
    sha256: file.sha256,
    place: `${block.place}, ${block.id} by ${block.creator}: ${block.link}`,
  };
  return [...resources, importProvenanceResource(source)];
}

function keptResource(
  { name, text }: MongoField,
  id: string,
  effective: string,
  { recordedAt, patient }: RecordPlace,
): JsonObject {
  return {
    resourceType: 'Observation',
    id,
    meta: { versionId: '1', lastUpdated: recordedAt },
    status: 'final',
    code: { text: name },
    subject: { reference: patient.reference, display: patient.display },
    effectiveDateTime: effective,
    issued: recordedAt,
    valueString: text,
  };
}

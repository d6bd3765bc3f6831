// The resources of an imported block: of its record, of what is kept as text, and where all of it came from.

import { importProvenanceResource, type JsonObject, type Named, type OnlyNamed, recordResources } from '@patrec/fhir';
import { authorMark } from '../../records/brought-author.ts';
import type { BlockRecord } from './block-record.ts';
import type { MongoBlock } from './blocks.ts';
import type { MongoField } from './fields.ts';
import type { OldDoctor } from './people.ts';

/** Where the record came from, and whose it is. */
export interface RecordPlace {
  readonly chain: string;
  readonly newId: () => string;
  readonly recordedAt: string;
  readonly patient: Named;
  readonly file: { readonly name: string; readonly sha256: string };
  /** The doctor who made it there, where they have an account here. */
  readonly author: OldDoctor | undefined;
}

/** The resources of the record: the definition's, what is kept as text, and the Provenance that says what was checked. */
export function blockResources(
  { definition, record, kept }: BlockRecord,
  block: MongoBlock,
  place: RecordPlace,
): JsonObject[] {
  const { chain, newId, recordedAt: lastUpdated, patient, file } = place;
  const version = { lastUpdated, versionId: '1' };
  const author = authorOf(block, place);
  const resources = [
    ...recordResources(definition, record, { newId, patient, author, ...version }),
    ...kept.map((field) => keptResource(field, newId(), record.occurredAt, place)),
  ];
  const source = {
    ...version,
    id: newId(),
    targets: resources.map(({ resourceType, id }) => `${resourceType}/${id}`),
    agent: 'reference' in author ? author : block.creator,
    author: place.author?.account && authorMark(chain, place.author.account),
    file: file.name,
    sha256: file.sha256,
    place: `${block.place}, ${block.id} by ${block.creator}: ${block.link}`,
  };
  return [...resources, importProvenanceResource(source)];
}

// As in what they write here: then their own amendment changes only what they change.
function authorOf({ creator }: MongoBlock, { author }: RecordPlace): Named | OnlyNamed {
  if (!author?.resourceId) return { display: creator };
  return { reference: `Practitioner/${author.resourceId}`, display: author.name };
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

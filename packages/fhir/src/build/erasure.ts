// An erasure as two administrators agree on it, as a FHIR R4 Task (https://hl7.org/fhir/R4/task.html). What went is named by
// the block that erased it; here stand who, why and under what law.
import { type JsonObject, objectAt, objectOf, textAt } from '../json/value.ts';
import { recordReference } from './access-scope.ts';
import { head, type Named, reference, type Version } from './datatype.ts';

const CODE = 'Erasure';
const statuses = {
  proposed: 'requested',
  withdrawn: 'cancelled',
  refused: 'rejected',
  lapsed: 'failed',
  erased: 'completed',
} as const;

/** Where an erasure stands. */
export type ErasureState = keyof typeof statuses;

/** The legal bases on which something is erased. */
export const erasureBases = ['request', 'court-order', 'unlawful', 'wrong-person', 'other-law'] as const;

/** One of these bases. */
export type ErasureBasis = (typeof erasureBases)[number];

/** What is to go, why, and who says so. Times are instants in UTC; `by` are numbers of administrators. */
export interface Erasure extends Version {
  readonly patient: Named;
  readonly patientNumber: string;
  /** Null for the whole chart. */
  readonly record: number | null;
  readonly basis: ErasureBasis;
  /** The words that name the basis: a case, a letter, a section of a law. */
  readonly reference: string;
  readonly reason: string;
  /** The SHA-256 of what the proposer saw would go. */
  readonly extent: string;
  readonly proposed: { readonly at: string; readonly by: string };
  readonly until: string;
  readonly state: ErasureState;
  readonly ended: { readonly at: string; readonly by: string } | null;
}

/** The Task of an erasure. Its exact state is `businessStatus.text`; who ended it is its owner. */
export function erasureTask(erasure: Erasure): JsonObject {
  const { patient, patientNumber, record, basis, reason, extent, proposed, until, state, ended } = erasure;
  const input = (name: string, text: string): JsonObject => ({ type: { text: name }, valueString: text });
  return objectOf({
    ...head('Task', erasure),
    status: statuses[state],
    businessStatus: { text: state },
    intent: 'proposal',
    code: { text: CODE },
    focus: record === null ? undefined : recordReference(patientNumber, record),
    for: reference(patient),
    executionPeriod: ended ? { end: ended.at } : undefined,
    authoredOn: proposed.at,
    lastModified: erasure.lastUpdated,
    requester: numbered(proposed.by),
    owner: ended ? numbered(ended.by) : undefined,
    reasonCode: { text: basis },
    note: [{ authorString: proposed.by, time: proposed.at, text: reason }],
    restriction: { period: { end: until } },
    input: [input('reference', erasure.reference), input('extent', extent)],
  });
}

/** True for the Task of an erasure. */
export function isErasure(resource: JsonObject): boolean {
  return resource.resourceType === 'Task' && textAt(objectAt(resource, 'code'), 'text') === CODE;
}

/** Whether the text is a legal basis. */
export function isErasureBasis(text: string): text is ErasureBasis {
  return erasureBases.some((basis) => basis === text);
}

function numbered(login: string): JsonObject {
  return { identifier: { value: login }, display: login };
}

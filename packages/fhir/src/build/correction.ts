// A patient's request to correct a record, and the answer to it, as a FHIR R4 Task (https://hl7.org/fhir/R4/task.html).
import { type JsonObject, objectOf } from '../json/value.ts';
import { recordReference } from './access-scope.ts';
import { head, type Named, reference, type Version } from './datatype.ts';

const CODE = 'Correction of a record';
const statuses = { asked: 'requested', accepted: 'completed', refused: 'rejected' } as const;

/** Where a correction stands. */
export type CorrectionState = keyof typeof statuses;

/** What was answered, when, by the account of that number, as the record's author or by duty. */
export interface CorrectionAnswer {
  readonly text: string;
  readonly at: string;
  readonly by: string;
  readonly as: 'author' | 'duty';
}

/** What the patient says is wrong with a record, and what it should say. `due` is an instant in UTC. */
export interface Correction extends Version {
  readonly patient: Named;
  readonly patientNumber: string;
  readonly record: number;
  /** Undefined where no practitioner wrote it. */
  readonly author?: Named;
  readonly wrong: string;
  readonly should: string;
  readonly state: CorrectionState;
  readonly askedAt: string;
  readonly due: string;
  readonly answer?: CorrectionAnswer;
}

/** The Task of a correction. Its exact state is `businessStatus.text`; the answer is its only note. */
export function correctionResource(correction: Correction): JsonObject {
  const { patient, patientNumber, record, author, wrong, should, state, askedAt, due, answer } = correction;
  const input = (name: string, text: string): JsonObject => ({ type: { text: name }, valueString: text });
  return objectOf({
    ...head('Task', correction),
    status: statuses[state],
    businessStatus: { text: state },
    intent: 'proposal',
    code: { text: CODE },
    focus: recordReference(patientNumber, record),
    for: reference(patient),
    authoredOn: askedAt,
    lastModified: correction.lastUpdated,
    requester: reference(patient),
    performerType: answer && [{ text: answer.as }],
    owner: author && reference(author),
    note: answer && [{ authorString: answer.by, time: answer.at, text: answer.text }],
    restriction: { period: { end: due } },
    input: [input('what is wrong', wrong), input('what it should say', should)],
  });
}

/** True for a Task that asks for a correction. */
export function isCorrection(resource: JsonObject): boolean {
  const { resourceType, code } = resource;
  return resourceType === 'Task' && (code as JsonObject | undefined)?.text === CODE;
}

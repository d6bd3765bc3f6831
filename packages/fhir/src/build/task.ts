// A request for access as a FHIR R4 Task (https://hl7.org/fhir/R4/task.html).
import { decimal, type JsonObject, objectOf } from '../json/value.ts';
import { type AccessScope, type Purpose, purposeCoding } from './access-scope.ts';
import { codings, head, type Named, period, reference, type Version } from './datatype.ts';

const statuses = {
  requested: 'requested',
  granted: 'accepted',
  denied: 'rejected',
  cancelled: 'cancelled',
  expired: 'cancelled',
  revoked: 'accepted',
} as const;

/** Where a request stands. */
export type RequestState = keyof typeof statuses;

/** Who asks whom for what. `until` and `createdAt` are instants in UTC. */
export interface AccessRequest extends Version {
  readonly patient: Named;
  readonly requester: Named;
  readonly scope: AccessScope;
  readonly purpose: Purpose;
  readonly until: string;
  readonly note?: string;
  readonly state: RequestState;
  readonly createdAt: string;
  readonly reason?: string;
}

/** The Task of a request. Its exact state is `businessStatus.text`, the patient's reason `statusReason.text`. */
export function taskResource(request: AccessRequest): JsonObject {
  const { state, scope, reason, note } = request;
  return objectOf({
    ...head('Task', request),
    status: statuses[state],
    statusReason: reason === undefined ? undefined : { text: reason },
    businessStatus: { text: state },
    intent: 'proposal',
    code: { text: 'Access to records' },
    for: reference(request.patient),
    authoredOn: request.createdAt,
    lastModified: request.lastUpdated,
    requester: reference(request.requester),
    owner: reference(request.patient),
    reasonCode: codings(purposeCoding(request.purpose)),
    note: note === undefined ? undefined : [{ text: note }],
    restriction: { period: { end: request.until } },
    input: inputs(scope),
  });
}

function inputs({ types, records, from, to }: AccessScope): JsonObject[] | undefined {
  const between = period(from, to);
  const input = (name: string, value: JsonObject): JsonObject => ({ type: { text: name }, ...value });
  const all = [
    ...(types ?? []).map((type) => input('record type', { valueCode: type })),
    ...(records ?? []).map((record) => input('record', { valuePositiveInt: decimal(String(record)) })),
    ...(between ? [input('period', { valuePeriod: between })] : []),
  ];
  return all.length === 0 ? undefined : all;
}

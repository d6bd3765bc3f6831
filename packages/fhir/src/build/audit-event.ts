// What was done with a patient's record, as FHIR R4 AuditEvents (https://hl7.org/fhir/R4/auditevent.html).
// The type is the record lifecycle event of ISO 21089; the subtype says in one word what it was to the person.
import { type JsonObject, objectOf } from '../json/value.ts';
import { type Purpose, purposeCoding, recordReference } from './access-scope.ts';
import { coding, codings, type Named, reference } from './datatype.ts';

const actions = {
  list: { event: 'access', code: 'R' },
  read: { event: 'access', code: 'R' },
  verify: { event: 'verify', code: 'R' },
  print: { event: 'report', code: 'R' },
  download: { event: 'transmit', code: 'R' },
  export: { event: 'extract', code: 'R' },
  create: { event: 'originate', code: 'C' },
  import: { event: 'receive', code: 'C' },
  amend: { event: 'amend', code: 'U' },
  request: { event: 'originate', code: 'C' },
  cancel: { event: 'amend', code: 'U' },
  grant: { event: 'disclose', code: 'U' },
  deny: { event: 'amend', code: 'U' },
  revoke: { event: 'amend', code: 'U' },
  expire: { event: 'amend', code: 'U' },
  erase: { event: 'destroy', code: 'D' },
  attempt: { event: 'access', code: 'R' },
} as const;

/** What was done. */
export type AuditAction = keyof typeof actions;

/** Whether the text is an action. */
export function isAuditAction(text: string): text is AuditAction {
  return Object.hasOwn(actions, text);
}

/** One act. `at` is an instant in UTC; `basis` is by what right, in one word (`self`, `grant`, `author`, …). */
export interface AuditedEvent {
  readonly id: string;
  readonly at: string;
  /** Null for somebody who did not sign in, of whom nothing is known. */
  readonly actorAccount: string | null;
  readonly actorDisplay: string;
  readonly action: AuditAction;
  /** The action in the program's own word, where that says more. */
  readonly detail?: string;
  readonly recordNumber: number | null;
  readonly patient: Named;
  readonly patientNumber: string;
  readonly basis: string;
  readonly purpose: Purpose | null;
  /** The patient, where a guardian acted in their place. */
  readonly onBehalfOf?: Named;
}

/** The AuditEvent of one act. */
export function auditEventResource(event: AuditedEvent): JsonObject {
  const { event: lifecycle, code } = actions[event.action];
  return objectOf({
    resourceType: 'AuditEvent',
    id: event.id,
    meta: { versionId: '1', lastUpdated: event.at },
    type: coding('iso-21089-lifecycle', lifecycle),
    subtype: [{ display: event.detail ?? event.action }],
    action: code,
    recorded: event.at,
    outcome: event.action === 'attempt' ? '4' : '0', // 4: it was refused
    purposeOfEvent: event.purpose === null ? undefined : [codings(purposeCoding(event.purpose))],
    agent: agentsOf(event),
    source: { observer: { display: 'Patrec' }, type: [coding('security-source-type', '4', 'Application Server')] },
    entity: entitiesOf(event),
  });
}

/** A collection of acts, as one Bundle: what one entry of the ledger commits to. */
export function auditBundle(
  events: readonly AuditedEvent[],
  bundle: { readonly id: string; readonly at: string },
): JsonObject {
  const entries = events.map((event) => ({ resource: auditEventResource(event) }));
  return objectOf({
    resourceType: 'Bundle',
    id: bundle.id,
    meta: { versionId: '1', lastUpdated: bundle.at },
    type: 'collection',
    timestamp: bundle.at,
    entry: entries.length === 0 ? undefined : entries,
  });
}

// R4's AuditEvent has no `onBehalfOf`: the patient is a second agent, who did not ask for it.
function agentsOf({ actorAccount, actorDisplay, onBehalfOf }: AuditedEvent): JsonObject[] {
  if (actorAccount === null) return [{ type: { text: 'not signed in' }, requestor: true }];
  const who = { identifier: { value: actorAccount }, display: actorDisplay };
  const actor = { who, name: actorDisplay, requestor: true };
  if (!onBehalfOf) return [actor];
  const guardian = codings(coding('v3-RoleCode', 'GUARD', 'guardian'));
  const patient = { who: reference(onBehalfOf), name: onBehalfOf.display, requestor: false };
  return [
    { type: guardian, ...actor },
    { type: { text: 'on behalf of' }, ...patient },
  ];
}

function entitiesOf({ patient, patientNumber, recordNumber, basis }: AuditedEvent): JsonObject[] {
  const person = {
    what: reference(patient),
    type: coding('audit-entity-type', '1', 'Person'),
    role: coding('object-role', '1', 'Patient'),
    detail: [{ type: 'basis', valueString: basis }],
  };
  if (recordNumber === null) return [person];
  const type = coding('audit-entity-type', '2', 'System Object');
  const role = coding('object-role', '4', 'Domain Resource');
  return [person, { what: recordReference(patientNumber, recordNumber), type, role }];
}

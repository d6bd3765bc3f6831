// A change of somebody's account, as a FHIR R4 AuditEvent (https://hl7.org/fhir/R4/auditevent.html) with the types of
// DICOM PS3.15 A.5.3: a security alert, that the security attributes of a user were changed. It holds no secret.
import { type JsonObject, objectOf } from '../json/value.ts';
import { coding } from './datatype.ts';

/** What was changed in whose account, by whom. `at` is an instant in UTC. */
export interface AccountEvent {
  readonly id: string;
  readonly at: string;
  readonly actor: { readonly account: string; readonly login: string };
  readonly account: { readonly id: string; readonly login: string };
  /** The change in the program's own word, such as `change-password`. */
  readonly detail: string;
  /** What its person is told of the reason. */
  readonly reason?: string;
  /** What else belongs to it, by name: hashes and kinds, nothing in clear that is not meant to be read. */
  readonly more?: Readonly<Record<string, string>>;
}

/** The AuditEvent of one change. */
export function accountEventResource({ id, at, actor, account, detail, reason, more = {} }: AccountEvent): JsonObject {
  const details = Object.entries(more).map(([type, valueString]) => ({ type, valueString }));
  return objectOf({
    resourceType: 'AuditEvent',
    id,
    meta: { versionId: '1', lastUpdated: at },
    type: coding('dicom', '110113', 'Security Alert'),
    subtype: [coding('dicom', '110137', 'User Security Attributes Changed'), { display: detail }],
    action: 'U',
    recorded: at,
    outcome: '0',
    outcomeDesc: reason,
    agent: [{ who: person(actor.account, actor.login), name: actor.login, requestor: true }],
    source: { observer: { display: 'Patrec' }, type: [coding('security-source-type', '4', 'Application Server')] },
    entity: [
      {
        what: person(account.id, account.login),
        type: coding('audit-entity-type', '1', 'Person'),
        role: coding('object-role', '11', 'Security User Entity'),
        ...(details.length > 0 && { detail: details }),
      },
    ],
  });
}

function person(id: string, login: string): JsonObject {
  return { identifier: { value: id }, display: login };
}

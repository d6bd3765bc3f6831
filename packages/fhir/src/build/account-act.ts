// What happened to an account, as a FHIR R4 AuditEvent (https://hl7.org/fhir/R4/auditevent.html).
// The type is the record lifecycle event of ISO 21089; the subtype says in one word what it was. Never a secret.
import { type JsonObject, objectOf } from '../json/value.ts';
import { coding } from './datatype.ts';

const acts = {
  'administrator-made': { event: 'originate', code: 'C' },
  'practitioner-verified': { event: 'verify', code: 'U' },
  'practitioner-declined': { event: 'amend', code: 'U' },
  'emergency-authorised': { event: 'amend', code: 'U' },
  'emergency-withdrawn': { event: 'amend', code: 'U' },
  'own-password-set': { event: 'amend', code: 'U' },
  'totp-set': { event: 'amend', code: 'U' },
  'totp-removed': { event: 'amend', code: 'U' },
  'recovery-codes-made': { event: 'amend', code: 'U' },
  'recovery-codes-removed': { event: 'amend', code: 'U' },
  'recovery-code-used': { event: 'amend', code: 'U' },
  'passkey-added': { event: 'amend', code: 'U' },
  'passkey-removed': { event: 'amend', code: 'U' },
} as const;

/** What happened. */
export type AccountAct = keyof typeof acts;

/** An account and the number that people know it by. */
export interface AccountName {
  readonly account: string;
  readonly login: string;
}

/** One act of `by` on the account `of`. `at` is an instant in UTC; `reason` is what its person is told. */
export interface AccountChange {
  readonly id: string;
  readonly at: string;
  readonly act: AccountAct;
  readonly by: AccountName;
  readonly of: AccountName;
  readonly reason?: string;
  /** What exactly was changed, by name: a hash or an id, never a secret. */
  readonly details?: Readonly<Record<string, string>>;
}

/** The AuditEvent of one act on an account. */
export function accountActResource({ id, at, act, by, of, reason, details = {} }: AccountChange): JsonObject {
  const { event, code } = acts[act];
  return objectOf({
    resourceType: 'AuditEvent',
    id,
    meta: { versionId: '1', lastUpdated: at },
    type: coding('iso-21089-lifecycle', event),
    subtype: [{ display: act }],
    action: code,
    recorded: at,
    outcome: '0',
    outcomeDesc: reason,
    agent: [{ who: named(by), name: by.login, requestor: true }],
    source: { observer: { display: 'Patrec' }, type: [coding('security-source-type', '4', 'Application Server')] },
    entity: [
      objectOf({
        what: named(of),
        type: coding('audit-entity-type', '1', 'Person'),
        detail: detailsOf(details),
      }),
    ],
  });
}

function named({ account, login }: AccountName): JsonObject {
  return { identifier: { value: account }, display: login };
}

function detailsOf(details: Readonly<Record<string, string>>): JsonObject[] | undefined {
  const named = Object.entries(details).map(([type, valueString]) => ({ type, valueString }));
  return named.length > 0 ? named : undefined;
}

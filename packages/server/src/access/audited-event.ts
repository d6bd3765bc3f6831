// A row of the access log as the FHIR AuditEvent that the chain commits to.

import type { AuditAction, AuditedEvent, Purpose } from '@patrec/fhir';
import { ANYBODY } from './actor.ts';
import type { EventAction } from './log-kinds.ts';

/** A row with the names that its AuditEvent holds. */
export interface AuditedRow {
  readonly id: string;
  readonly at: Date;
  readonly actor: string;
  readonly login: string;
  readonly action: EventAction;
  readonly record: number | null;
  readonly basis: string;
  readonly purpose: Purpose;
  readonly patient: string;
  readonly number: string;
}

/** The columns of such rows. */
export const AUDITED_COLUMNS = `e.id, e.at, e.actor, a.login, e.action, e.record, e.basis, e.purpose,
  p.resource_id AS patient, p.number`;
/** The names that go with the events of `e`. */
export const AUDITED_NAMES = 'JOIN account a ON a.id = e.actor JOIN patient p ON p.chain = e.chain';

const actions: Record<EventAction, AuditAction> = {
  'find-patient': 'list',
  register: 'create',
  'change-registration': 'amend',
  import: 'import',
  'import-permission': 'import',
  'import-guardian': 'import',
  'write-record': 'create',
  'amend-record': 'amend',
  'mark-in-error': 'amend',
  'view-record': 'read',
  'view-list': 'list',
  'view-trend': 'read',
  'view-summary': 'read',
  'view-registration': 'read',
  'view-log': 'list',
  verify: 'verify',
  'request-access': 'request',
  'grant-access': 'grant',
  'deny-access': 'deny',
  'cancel-request': 'cancel',
  'revoke-access': 'revoke',
  'withhold-record': 'amend',
  'release-record': 'amend',
  'block-person': 'amend',
  'unblock-person': 'amend',
  'change-password': 'amend',
  'change-email': 'amend',
  'remove-email': 'amend',
  'recover-password': 'amend',
  'open-recovery': 'request',
  'confirm-recovery': 'amend',
  'cancel-recovery': 'cancel',
  'open-desk-guardian': 'request',
  'confirm-desk-guardian': 'amend',
  'cancel-desk-guardian': 'cancel',
  'open-desk-email': 'request',
  'confirm-desk-email': 'amend',
  'cancel-desk-email': 'cancel',
  'change-aadhaar': 'amend',
  'remove-aadhaar': 'amend',
  'totp-set': 'amend',
  'totp-removed': 'amend',
  'recovery-codes-made': 'amend',
  'recovery-codes-removed': 'amend',
  'recovery-code-used': 'amend',
  'passkey-added': 'amend',
  'passkey-removed': 'amend',
  'invite-guardian': 'request',
  'accept-guardianship': 'grant',
  'decline-guardianship': 'deny',
  'cancel-invitation': 'cancel',
  'remove-guardian': 'revoke',
  'step-down': 'revoke',
  'print-record': 'print',
  'print-summary': 'print',
  'export-record': 'export',
  'download-record': 'download',
  'download-receipt': 'download',
  'download-summary': 'download',
  'view-file': 'read',
  'download-file': 'download',
  'disclosure-statement': 'export',
  'make-copy': 'export',
  'download-copy': 'download',
  'ask-correction': 'request',
  'answer-correction': 'amend',
  'view-correction': 'read',
  'view-corrections': 'read',
  'make-introduction': 'grant',
  'open-introduction': 'read',
  'view-headings': 'list',
  'end-introduction': 'revoke',
  'make-card': 'grant',
  'change-card': 'amend',
  'end-card': 'revoke',
  'print-card': 'print',
  'scan-card': 'read',
  'denied-access': 'attempt',
  'break-glass': 'grant',
  'end-emergency': 'revoke',
  'emergency-justified': 'amend',
  'emergency-not-justified': 'amend',
  'view-emergency': 'read',
  'view-review': 'read',
  'view-erasure': 'list',
  'propose-erasure': 'request',
  'withdraw-erasure': 'cancel',
  'refuse-erasure': 'deny',
  erase: 'erase',
};

/** False where nobody said what it was for. */
export function saysPurpose(action: EventAction): boolean {
  return action !== 'denied-access' && action !== 'scan-card';
}

/** The event as @patrec/fhir takes it. */
export function auditedEvent(row: AuditedRow): AuditedEvent {
  const patient = { reference: `Patient/${row.patient}`, display: row.number };
  return {
    id: row.id,
    at: row.at.toISOString(),
    actorAccount: row.actor === ANYBODY ? null : row.actor,
    actorDisplay: row.login,
    action: actions[row.action],
    detail: row.action,
    recordNumber: row.record,
    patient,
    patientNumber: row.number,
    basis: row.basis,
    purpose: saysPurpose(row.action) ? row.purpose : null,
    ...(row.basis === 'guardian' && { onBehalfOf: patient }),
  };
}

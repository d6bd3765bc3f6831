// All that the access log says was done, and the kinds by which a patient looks through it: each action is of one kind.

const kindOf = {
  'view-record': 'views',
  'view-list': 'views',
  'view-trend': 'views',
  'view-summary': 'views',
  'view-registration': 'views',
  'view-correction': 'views',
  'view-corrections': 'views',
  'find-patient': 'views',
  'view-log': 'views',
  verify: 'views',
  'view-file': 'views',
  'print-record': 'prints',
  'print-summary': 'prints',
  'export-record': 'downloads',
  'download-record': 'downloads',
  'download-receipt': 'downloads',
  'download-summary': 'downloads',
  'download-file': 'downloads',
  'disclosure-statement': 'downloads',
  'make-copy': 'downloads',
  'download-copy': 'downloads',
  'request-access': 'requests',
  'cancel-request': 'requests',
  'grant-access': 'decisions',
  'deny-access': 'decisions',
  'revoke-access': 'decisions',
  'block-person': 'decisions',
  'unblock-person': 'decisions',
  'withhold-record': 'decisions',
  'release-record': 'decisions',
  'ask-correction': 'corrections',
  'answer-correction': 'corrections',
  'write-record': 'entries',
  'amend-record': 'entries',
  'mark-in-error': 'entries',
  import: 'entries',
  'import-permission': 'decisions',
  'import-guardian': 'guardians',
  register: 'entries',
  'change-registration': 'entries',
  'change-password': 'account',
  'change-email': 'account',
  'remove-email': 'account',
  'recover-password': 'account',
  'open-recovery': 'account',
  'confirm-recovery': 'account',
  'cancel-recovery': 'account',
  'open-desk-guardian': 'guardians',
  'confirm-desk-guardian': 'guardians',
  'cancel-desk-guardian': 'guardians',
  'open-desk-email': 'account',
  'confirm-desk-email': 'account',
  'cancel-desk-email': 'account',
  'change-aadhaar': 'account',
  'remove-aadhaar': 'account',
  'totp-set': 'account',
  'totp-removed': 'account',
  'recovery-codes-made': 'account',
  'recovery-codes-removed': 'account',
  'recovery-code-used': 'account',
  'passkey-added': 'account',
  'passkey-removed': 'account',
  'invite-guardian': 'guardians',
  'accept-guardianship': 'guardians',
  'decline-guardianship': 'guardians',
  'cancel-invitation': 'guardians',
  'remove-guardian': 'guardians',
  'step-down': 'guardians',
  'make-introduction': 'decisions',
  'open-introduction': 'views',
  'view-headings': 'views',
  'end-introduction': 'decisions',
  'make-card': 'decisions',
  'change-card': 'decisions',
  'end-card': 'decisions',
  'print-card': 'prints',
  'scan-card': 'views',
  'break-glass': 'emergencies',
  'end-emergency': 'emergencies',
  'emergency-justified': 'emergencies',
  'emergency-not-justified': 'emergencies',
  'view-emergency': 'emergencies',
  'view-review': 'emergencies',
  'view-erasure': 'erasures',
  'propose-erasure': 'erasures',
  'withdraw-erasure': 'erasures',
  'refuse-erasure': 'erasures',
  erase: 'erasures',
  'denied-access': 'attempts',
} as const;

/** What was done; `log.action.<action>` are its words. */
export type EventAction = keyof typeof kindOf;

export type LogKind = (typeof kindOf)[EventAction];

/** The kind of an action. */
export function logKind(action: EventAction): LogKind {
  return kindOf[action];
}

/** True for the name of a kind. */
export function isLogKind(text: string): text is LogKind {
  return Object.values<string>(kindOf).includes(text);
}

/** The actions of a kind. */
export function actionsOf(kind: LogKind): EventAction[] {
  return (Object.keys(kindOf) as EventAction[]).filter((action) => kindOf[action] === kind);
}

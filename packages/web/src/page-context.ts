// What every page is given beside its own props: who looks, in which language, at what time.
import type { GuardianLevel, Language, PatientRef, Role, Theme } from './view-types.ts';

export type NoticeKey =
  | 'request-sent'
  | 'granted'
  | 'denied'
  | 'revoked'
  | 'cancelled'
  | 'withheld'
  | 'released'
  | 'record-saved'
  | 'record-amended'
  | 'record-in-error'
  | 'preferences-saved'
  | 'signed-out'
  | 'password-changed'
  | 'session-ended'
  | 'session-gone'
  | 'sessions-ended'
  | 'verified'
  | 'declined'
  | 'password-set'
  | 'email-sent'
  | 'email-confirmed'
  | 'email-removed'
  | 'password-recovered'
  | 'recovery-opened'
  | 'recovery-cancelled'
  | 'desk-opened'
  | 'desk-confirmed'
  | 'desk-link-sent'
  | 'desk-cancelled'
  | 'desk-aadhaar-saved'
  | 'desk-aadhaar-removed'
  | 'desk-registration-changed'
  | 'registration-changed'
  | 'aadhaar-saved'
  | 'aadhaar-removed'
  | 'totp-set'
  | 'totp-removed'
  | 'codes-removed'
  | 'codes-low'
  | 'passkey-added'
  | 'passkey-removed'
  | 'passkey-gone'
  | 'key-made'
  | 'key-revoked'
  | 'key-gone'
  | 'guardian-invited'
  | 'guardian-accepted'
  | 'guardian-declined'
  | 'guardian-ended'
  | 'correction-asked'
  | 'correction-answered'
  | 'blocked'
  | 'unblocked'
  | 'introduction-ended'
  | 'card-saved'
  | 'card-renewed'
  | 'card-ended'
  | 'emergency-opened'
  | 'emergency-stands'
  | 'emergency-ended'
  | 'emergency-reviewed'
  | 'authorised'
  | 'finding-acknowledged'
  | 'authorisation-withdrawn'
  | 'erasure-proposed'
  | 'erasure-waiting'
  | 'erasure-withdrawn'
  | 'erasure-refused'
  | 'erased';

export interface PageUser {
  login: string;
  name: string;
  role: Role;
  /** True for somebody who may not work here yet: they see nothing but that. */
  waits?: boolean;
}

/** When the session ends if nothing more is asked, and the key that seals what is typed meanwhile (base64). */
export interface PageSession {
  endsAt: string;
  idleMs: number;
  draftKey: string;
}

/** The receipt of something that was just done; `ready` once the public log has signed it. */
export interface ReceiptOffer {
  href: string;
  ready: boolean;
}

export interface PageContext {
  lang: Language;
  theme: Theme;
  timeZone: string;
  /** Path and query of this page: where the language form comes back to, and which tab is lit. */
  path: string;
  /** Where the form went that this page answers: it lights the tab then. */
  sentTo?: string;
  csrf: string;
  demo: boolean;
  user: PageUser | null;
  session?: PageSession;
  /** The clock, ISO 8601 UTC. */
  now: string;
  notice?: NoticeKey;
  /** Of what was just done. */
  receipts?: readonly ReceiptOffer[];
  /** How much the ledger's own check has found that does not hold and nobody has acknowledged; administrators are told on every page. */
  findings?: number;
  /** Whose record this is, where the reader is their guardian and acts in their place. */
  inPlaceOf?: PatientRef & { level: GuardianLevel };
}

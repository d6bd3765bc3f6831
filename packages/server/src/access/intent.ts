// What somebody would do, as access control is asked about it. `chain` is the patient's.

import type { RecordType } from '@patrec/fhir';
import type { Role } from './actor.ts';
import type { Guardianship } from './guardianship.ts';
import type { Introduction } from './introduction.ts';
import type { RecordFacts } from './scope.ts';

/** What somebody would do. `chain` is the patient's. */
export type Intent =
  | { readonly action: 'find-patient' }
  | { readonly action: 'register-patient' }
  | { readonly action: 'register-self'; readonly chain: string }
  /** All of a registration, at the desk; `account` is the patient's. */
  | { readonly action: 'change-registration'; readonly account: string }
  /** Where the patient is found, and nothing of who they are. */
  | { readonly action: 'change-contact'; readonly chain: string }
  | {
      readonly action: 'create-record';
      readonly chain: string;
      readonly type: RecordType;
      /** Holds what the form of that type leaves to doctors. */
      readonly judging?: boolean;
      /** True where the author has to sign, and does not. */
      readonly unsigned?: boolean;
    }
  | { readonly action: 'read-record'; readonly chain: string; readonly record: RecordFacts }
  | { readonly action: 'amend-record'; readonly author: string; readonly unsigned?: boolean }
  | { readonly action: 'hold-signing-key' }
  | { readonly action: 'revoke-signing-key'; readonly account: string }
  | { readonly action: 'read-chart'; readonly chain: string }
  | { readonly action: 'read-registration'; readonly chain: string }
  | { readonly action: 'request-access'; readonly chain: string }
  | { readonly action: 'cancel-request'; readonly requester: string }
  | EmergencyIntent
  | { readonly action: 'answer-request'; readonly chain: string; readonly arrived: boolean }
  | { readonly action: 'share-access'; readonly chain: string }
  | { readonly action: 'withhold-record'; readonly chain: string }
  | { readonly action: 'block-person'; readonly chain: string }
  | { readonly action: 'revoke-grant'; readonly chain: string }
  | { readonly action: 'ask-correction'; readonly chain: string }
  | { readonly action: 'answer-correction'; readonly author: string }
  | { readonly action: 'take-copy'; readonly chain: string }
  | { readonly action: 'read-access'; readonly chain: string }
  | { readonly action: 'check-chain'; readonly chain: string }
  | { readonly action: 'take-receipt'; readonly chain: string; readonly author: string; readonly recordedAt: string }
  | { readonly action: 'manage-guardians'; readonly chain: string }
  | { readonly action: 'introduce'; readonly chain: string }
  | { readonly action: 'use-code' }
  | { readonly action: 'open-introduction'; readonly introduction: Introduction; readonly blocked: boolean }
  | { readonly action: 'read-headings'; readonly introduction: Introduction }
  | { readonly action: 'manage-card'; readonly chain: string }
  | { readonly action: 'answer-guardianship'; readonly guardianship: Guardianship }
  | { readonly action: 'act-on-behalf'; readonly chain: string; readonly level: Guardianship['level'] }
  | { readonly action: 'manage-account'; readonly account: string }
  | { readonly action: 'import-table'; readonly importer: string }
  | { readonly action: 'work-at-desk' }
  | RecoveryIntent
  | DeskIntent
  | ErasureIntent
  | { readonly action: 'run-institution' };

/** Access in an emergency, by a doctor. `authorised` is by an administrator, `shutOut` by the patient. */
export type EmergencyIntent =
  | {
      readonly action: 'break-glass';
      readonly chain: string;
      readonly authorised: boolean;
      readonly shutOut: boolean;
    }
  | { readonly action: 'end-emergency'; readonly chain: string; readonly doctor: string }
  | { readonly action: 'review-emergency'; readonly doctor: string };

/** Recovery at the desk, of the account of somebody in that role. */
export type RecoveryIntent =
  | { readonly action: 'open-recovery'; readonly account: string; readonly role: Role }
  | {
      readonly action: 'confirm-recovery';
      readonly account: string;
      readonly role: Role;
      readonly openedBy: string;
    }
  | { readonly action: 'cancel-recovery'; readonly account: string; readonly openedBy: string };

/** What the desk does for a patient who came in person; `people` are the accounts that it concerns. */
export type DeskIntent =
  | { readonly action: 'serve-patient'; readonly people: readonly string[] }
  | { readonly action: 'confirm-desk-act'; readonly people: readonly string[]; readonly openedBy: string }
  | { readonly action: 'cancel-desk-act'; readonly chain: string; readonly openedBy: string };

/** Erasing, by two administrators; `number` is that of a record that was erased. */
export type ErasureIntent =
  | { readonly action: 'propose-erasure' }
  | { readonly action: 'answer-erasure'; readonly proposedBy: string }
  | { readonly action: 'withdraw-erasure'; readonly proposedBy: string }
  | {
      readonly action: 'read-erased';
      readonly chain: string;
      readonly number: number;
      readonly withheld: boolean;
    };

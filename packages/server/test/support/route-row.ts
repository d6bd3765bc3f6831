// One row of the table of routes.

import type { CastRole } from './cast.ts';

/** Ids that exist, in the order of their use in addresses. */
export interface Ids {
  readonly observation: string;
  readonly registration: string;
  readonly task: string;
  readonly practitioner: string;
  /** A request that waits for the patient. */
  readonly waiting: string;
  /** A request of the granted doctor that waits. */
  readonly own: string;
  /** The number of a doctor who waits for verification. */
  readonly applicant: string;
  /** A recovery at the desk that the author staff opened. */
  readonly recovery: string;
  /** A guardian of PAT001 that the author staff entered at the desk. */
  readonly deskAct: string;
  /** A block that stands. */
  readonly block: string;
  /** Chain and place of an entry that the author doctor wrote in PAT001's chain. */
  readonly entry: string;
  /** A grant that stands. */
  readonly standing: string;
  /** An invitation to be guardian, of the patient to the other patient, that waits. */
  readonly invitation: string;
  /** The guardianship of the complete guardian. */
  readonly guarding: string;
  /** An access to PAT001 that a doctor besides took in an emergency, and one that is over. */
  readonly taken: string;
  readonly over: string;
  /** The authorisation for emergencies of a doctor besides. */
  readonly authorisation: string;
  /** An erasure in PAT002's chart that another administrator proposed, and one in PAT001's of the administrator. */
  readonly erasure: string;
  readonly ownErasure: string;
  /** A correction of PAT001-REC1 that waits for an answer. */
  readonly correction: string;
  /** A code of PAT001 that nobody has used. */
  readonly unused: string;
  /** The introduction of PAT001 to the granted doctor. */
  readonly introduction: string;
  /** The code of PAT001's emergency card. */
  readonly cardCode: string;
  /** A table of patients that the author staff brought. */
  readonly table: string;
  /** A DICOM file of a document of the author doctor, and its address. */
  readonly file: { readonly id: string; readonly address: string };
}

export interface Row {
  readonly route: string;
  readonly url: (ids: Ids, role: CastRole) => string;
  /** What has to be there besides what the address names. */
  readonly needs?: readonly (keyof Ids)[];
  /** The same address of what does not exist. */
  readonly missing?: string;
  readonly answers: Partial<Record<number, readonly CastRole[]>>;
  /** What a stranger is answered; 303 to the sign-in page where nothing is said. */
  readonly stranger?: number;
  /** The form brings a file. */
  readonly file?: true;
  readonly form?: (role: CastRole) => Record<string, string>;
}

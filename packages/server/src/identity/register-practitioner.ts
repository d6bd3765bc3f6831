// A doctor or a member of staff is taken into the institution's directory, with an account.

import {
  type Hours,
  type JsonObject,
  type PractitionerDetails,
  practitionerResource,
  practitionerRoleResource,
  type SpecialityId,
  specialities,
} from '@patrec/fhir';
import type { Db } from '../db/pool.ts';
import { statement } from '../db/statement.ts';
import { type Tx, transaction } from '../db/transaction.ts';
import { AppError } from '../errors.ts';
import { lockHead } from '../ledger/append.ts';
import { appendContents } from '../ledger/append-contents.ts';
import { makeVersion } from '../ledger/content-store.ts';
import { type Ledger, newResourceId, randomHex } from '../ledger/ledger.ts';
import { type Incomer, incomerNumber, insertAccount, nextNumber } from './account-store.ts';

/** Who practises here. A doctor has a speciality and hours; staff have neither. */
export interface NewPractitioner {
  readonly role: 'doctor' | 'staff';
  readonly details: Omit<PractitionerDetails, 'id' | 'versionId' | 'lastUpdated' | 'number'>;
  readonly speciality: SpecialityId | null;
  readonly hours: readonly Hours[];
  readonly workplace: string;
  readonly city: string;
  readonly passwordHash: string | null;
  readonly demo: boolean;
  /** True for a doctor whose registration an administrator has to verify first. */
  readonly waits?: boolean;
  /** Until when the password holds, where it is one to be replaced at the first use; ISO 8601 UTC. */
  readonly oneTimeUntil?: string;
  /** 32 hexadecimal characters; the same form sent twice registers once, and the second is a conflict. */
  readonly nonce?: string;
  readonly incomer?: Incomer;
  /** Makes what the same block states besides of the Practitioner of that reference. */
  readonly besides?: (practitioner: string, version: () => Version) => JsonObject[];
}

type Version = Pick<PractitionerDetails, 'id' | 'versionId' | 'lastUpdated'>;

const selectNonce = statement(
  'practitioner.nonce',
  'SELECT FROM block WHERE chain = $1 AND author = $2 AND nonce = $3',
);
const insertRow = statement(
  'practitioner.insert',
  'INSERT INTO practitioner (account_id, resource_id, speciality, workplace, city) VALUES ($1, $2, $3, $4, $5)',
);

/**
 * Registers the practitioner in the institution's chain; gives the account's id and login. Without an author it is the
 * person's own act. Throws conflict where the author's form with that nonce, or the incomer, came before.
 */
export async function registerPractitioner(
  { db, ledger }: { db: Db; ledger: Ledger },
  author: string | null,
  person: NewPractitioner,
): Promise<{ account: string; login: string }> {
  return transaction(db, async (tx) => {
    const chain = ledger.institutionChain;
    const kind = person.role === 'doctor' ? 'DOC' : 'STF';
    const { incomer } = person;
    const login = incomer ? await incomerNumber(tx, kind, incomer) : await nextNumber(tx, kind);
    const head = await lockHead(tx, ledger, chain);
    const account = randomHex(ledger, 16);
    const by = author ?? account;
    if (person.nonce) await refuseRepeated(tx, chain, by, person.nonce);
    const version = () => ({ id: newResourceId(ledger, chain), versionId: '1', lastUpdated: head.recordedAt });
    const practitioner = practitionerResource({
      ...person.details,
      ...version(),
      number: login,
      active: !person.waits,
    });
    const id = String(practitioner.id);
    const role = practitionerRoleResource({
      ...version(),
      practitioner: { reference: `Practitioner/${id}`, display: person.details.name.text },
      specialities: person.speciality ? [person.speciality] : [],
      hours: person.hours,
      workplace: person.workplace,
      city: person.city,
    });
    const { passwordHash, demo, details, oneTimeUntil = null, nonce } = person;
    const status = person.waits ? 'awaiting-verification' : 'active';
    const own = { id: account, login, role: person.role, name: details.name.text, status, passwordHash } as const;
    await insertAccount(
      tx,
      { ...own, demo, oneTimeUntil, ...(incomer && { importKey: incomer.key }) },
      head.recordedAt,
    );
    const resources = [practitioner, role, ...(person.besides?.(`Practitioner/${id}`, version) ?? [])];
    const contents = resources.map((one) => makeVersion(ledger, one));
    await appendContents(tx, ledger, head, { type: 'registration', author: by, ...(nonce && { nonce }) }, contents);
    const speciality = person.speciality ? specialities[person.speciality].name : '';
    await tx.rows(insertRow, [account, id, speciality, person.workplace, person.city]);
    return { account, login };
  });
}

// The chain's head is locked: of two that come at once, the second sees what the first wrote.
async function refuseRepeated(tx: Tx, chain: string, author: string, nonce: string): Promise<void> {
  const repeated = (await tx.rows(selectNonce, [chain, author, nonce])).length > 0;
  if (repeated) throw new AppError('conflict', 'This form was sent before. Look whether the account is there.');
}

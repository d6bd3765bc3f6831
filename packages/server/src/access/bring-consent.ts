// Consent that a patient gave elsewhere is brought in, in the system's name: by the rules that hold for what is given here,
// with an end, and with a Provenance that says from where. Nothing comes twice, whatever became of it here.

import { type GuardianLevel, importProvenanceResource } from '@patrec/fhir';
import type { Db } from '../db/pool.ts';
import { type Tx, transaction } from '../db/transaction.ts';
import { type ChainHead, lockHead } from '../ledger/append.ts';
import { appendContents } from '../ledger/append-contents.ts';
import { makeVersion, type Version } from '../ledger/content-store.ts';
import { type Ledger, newResourceId } from '../ledger/ledger.ts';
import { insertEvent, makeEvent } from './access-log.ts';
import { announceLists } from './announce.ts';
import { consentOf } from './answer-request.ts';
import { broughtInRecords, insertGrant, type StoredGrant } from './grant-store.ts';
import { wasBroughtIn } from './guardianship-store.ts';
import { writeInvitation } from './invite-guardian.ts';
import { barredFrom } from './share-access.ts';

/** What was given there without an end ends here: who still wants it says so again. */
const PERMISSION_DAYS = 90;
const GUARDIANSHIP_DAYS = 365;
const DAY_MS = 86_400_000;

interface Parts {
  readonly db: Db;
  readonly ledger: Ledger;
}

/** Where it comes from: the collection, its file by name and SHA-256, and the places in that. */
export interface ConsentSource {
  readonly collection: string;
  readonly file: string;
  readonly sha256: string;
  readonly place: string;
}

/** A permission for single records. */
export interface BroughtPermission {
  readonly chain: string;
  readonly grantee: string;
  readonly records: readonly number[];
  readonly source: ConsentSource;
}

/** What became of it: `given` are the records that it gives and that no earlier one gave. */
export type PermissionBrought =
  | { readonly done: true; readonly given: ReadonlySet<number> }
  | { readonly done: false; readonly reason: 'not-verified' | 'blocked' };

/** Gives the doctor what was not brought in before. */
export async function bringPermission(
  { db, ledger }: Parts,
  { chain, grantee, records, source }: BroughtPermission,
): Promise<PermissionBrought> {
  return transaction(db, async (tx) => {
    const head = await lockHead(tx, ledger, chain);
    const given = new Set(records).difference(await broughtInRecords(tx, chain, grantee, source.collection));
    if (given.size === 0) return { done: true, given };
    const reason = await barredFrom(tx, chain, grantee);
    if (reason) return { done: false, reason };
    const grant: StoredGrant = {
      ...{ id: newResourceId(ledger, chain), chain, grantee, requestId: null, source: source.collection },
      scope: { types: null, records: [...given], from: null, to: null },
      purpose: 'CAREMGT',
      until: daysAfter(head.recordedAt, PERMISSION_DAYS),
      grantedAt: head.recordedAt,
      revokedAt: null,
    };
    await insertGrant(tx, grant);
    const consent = makeVersion(ledger, await consentOf(tx, grant, 1, head.recordedAt));
    await write(tx, ledger, head, [consent], source, { type: 'access-decision', action: 'import-permission' });
    await announceLists(tx, chain, [grantee]);
    return { done: true, given };
  });
}

/** Somebody who was a guardian there. Both are known here. */
export interface BroughtGuardian {
  readonly chain: string;
  readonly guardian: string;
  readonly level: GuardianLevel;
  readonly source: ConsentSource;
}

/**
 * Asks the guardian, who accepts as any other. Gives what became of it: `open` where the person is guardian, or invited,
 * by what was done here. Throws incorrect for a child, conflict for whose date of birth or account there is not.
 */
export async function bringGuardian(
  { db, ledger }: Parts,
  { chain, guardian, level, source }: BroughtGuardian,
): Promise<'invited' | 'present' | 'open'> {
  return transaction(db, async (tx) => {
    const head = await lockHead(tx, ledger, chain);
    if (await wasBroughtIn(tx, chain, guardian, source.collection)) return 'present';
    const contents = await writeInvitation(tx, ledger, head, {
      ...{ chain, guardian, level, relationship: 'GUARD', byPatient: false, source: source.collection },
      until: daysAfter(head.recordedAt, GUARDIANSHIP_DAYS),
    });
    if (!contents) return 'open';
    await write(tx, ledger, head, contents, source, { type: 'guardian', action: 'import-guardian' });
    return 'invited';
  });
}

interface Kind {
  readonly type: 'access-decision' | 'guardian';
  readonly action: 'import-permission' | 'import-guardian';
}

async function write(
  tx: Tx,
  ledger: Ledger,
  head: ChainHead,
  contents: readonly Version[],
  { collection, ...source }: ConsentSource,
  { type, action }: Kind,
): Promise<void> {
  const { chain, recordedAt } = head;
  const provenance = importProvenanceResource({
    ...{ id: newResourceId(ledger, chain), versionId: '1', lastUpdated: recordedAt },
    ...source,
    targets: contents.map(({ ref }) => ref),
    agent: collection,
  });
  const author = ledger.systemAccount;
  const block = await appendContents(tx, ledger, head, { type, author }, [
    ...contents,
    makeVersion(ledger, provenance),
  ]);
  const event = makeEvent(ledger, { account: author }, action, { chain, basis: { kind: 'operation' }, at: recordedAt });
  await insertEvent(tx, event, block.seq);
}

function daysAfter(instant: string, days: number): string {
  return new Date(Date.parse(instant) + days * DAY_MS).toISOString();
}

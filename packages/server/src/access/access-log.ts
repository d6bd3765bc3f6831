// The access log: one row for every request, decision and view, durable before any data leaves. A sealer gathers views
// into the patient's chain at most a second later; what makes a block of its own names that block at once.

import type { Purpose } from '@patrec/fhir';
import type { Db } from '../db/pool.ts';
import { type Statement, statement } from '../db/statement.ts';
import type { Tx } from '../db/transaction.ts';
import { type Ledger, newResourceId, now } from '../ledger/ledger.ts';
import type { Actor } from './actor.ts';
import { type Basis, inPatientsPlace } from './decision.ts';
import type { EventAction } from './log-kinds.ts';

/**
 * What happened on a patient's record. `basis` is self, guardian, author, duty, introduction, card, the id of a grant or of
 * an emergency access, or none for what was denied.
 */
export interface AccessEvent {
  readonly chain: string;
  readonly id: string;
  readonly at: string;
  readonly actor: string;
  readonly action: EventAction;
  readonly record: number | null;
  readonly basis: string;
  readonly purpose: Purpose;
}

interface EventPlace {
  readonly chain: string;
  readonly basis: Basis;
  readonly record?: number | null;
  readonly at?: string;
}

/** The columns of an event, in the order of `eventValues`. */
export const EVENT_COLUMNS = 'chain, id, at, actor, action, record, basis, purpose';
const INSERT_UNSEALED = `INSERT INTO access_event_unsealed (${EVENT_COLUMNS}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`;

const insertUnsealed = statement('event.insert-unsealed', INSERT_UNSEALED);
const insertSealed = statement(
  'event.insert-sealed',
  `INSERT INTO access_event (${EVENT_COLUMNS}, block_seq) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
);

/** Gives a statement that logs an event ($1 to $8: `eventValues`) and reads; `read` numbers its own values from $9. */
export function loggedRead(name: string, read: string): Statement {
  return statement(name, `WITH logged AS (${INSERT_UNSEALED}) ${read}`);
}

/** Makes an event at the ledger's present time; what makes a block of its own happened when that was recorded. */
export function makeEvent(
  ledger: Pick<Ledger, 'clock' | 'random'>,
  actor: Pick<Actor, 'account'>,
  action: EventAction,
  { chain, basis, record = null, at = now(ledger) }: EventPlace,
): AccessEvent {
  return {
    chain,
    id: newResourceId(ledger, chain),
    at,
    actor: actor.account,
    action,
    record,
    basis: basisText(basis),
    purpose: purposeOf(basis),
  };
}

/** The event's values in the order of the columns. */
export function eventValues({ chain, id, at, actor, action, record, basis, purpose }: AccessEvent): unknown[] {
  return [chain, id, at, actor, action, record, basis, purpose];
}

/** Writes an event; `sealedIn` names the block that states it already, null leaves it to the sealer. */
export async function insertEvent(store: Db | Tx, event: AccessEvent, sealedIn: number | null = null): Promise<void> {
  if (sealedIn === null) await store.rows(insertUnsealed, eventValues(event));
  else await store.rows(insertSealed, [...eventValues(event), sealedIn]);
}

function basisText(basis: Basis): string {
  if (basis.kind === 'grant') return basis.grant.id;
  return basis.kind === 'emergency' ? basis.emergency.id : basis.kind;
}

// Purposes of use (HL7 v3-ActReason): the grant's own; the wish of the patient or of who stands in their place; or care.
function purposeOf(basis: Basis): Purpose {
  if (basis.kind === 'grant') return basis.grant.purpose;
  if (basis.kind === 'emergency') return 'BTG';
  return inPatientsPlace(basis) ? 'PATRQT' : 'CAREMGT';
}

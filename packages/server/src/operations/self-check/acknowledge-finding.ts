// An administrator acknowledges a finding: it stays, and is no alarm any more while it is the same. The act is in the institution's chain.

import type { Actor } from '../../access/actor.ts';
import { decide } from '../../access/decide.ts';
import type { Db } from '../../db/pool.ts';
import { transaction } from '../../db/transaction.ts';
import { AppError } from '../../errors.ts';
import { stateDirectoryEvent } from '../../identity/account-event.ts';
import { lockHead } from '../../ledger/append.ts';
import { type Ledger, now } from '../../ledger/ledger.ts';
import { type Finding, findingOf, insertAcknowledgement } from './acknowledge-store.ts';

interface Parts {
  readonly db: Db;
  readonly ledger: Ledger;
}

/** A finding that waits for somebody. Throws not-found for all but administrators, and where it is not found any more. */
export async function openFinding(parts: Parts, actor: Actor, id: string): Promise<Finding> {
  requireDuty(parts, actor);
  const found = await findingOf(parts.db, id);
  if (!found || found.acknowledged) throw new AppError('not-found', 'There is no such finding, or it waits no more.');
  return found;
}

/** Acknowledges it. Throws conflict where it is another by now, has gone, or somebody has acknowledged it meanwhile. */
export async function acknowledgeFinding(parts: Parts, actor: Actor, id: string, reason: string): Promise<void> {
  requireDuty(parts, actor);
  const { db, ledger } = parts;
  await transaction(db, async (tx) => {
    const head = await lockHead(tx, ledger, ledger.institutionChain);
    const found = await findingOf(tx, id);
    if (!found || found.acknowledged)
      throw new AppError(
        'conflict',
        'It has changed, has gone, or was acknowledged meanwhile. Look at how it stands now.',
      );
    const more = { finding: id, where: found.where, check: found.check };
    await stateDirectoryEvent(tx, ledger, head, { action: 'finding-acknowledged', by: actor, of: actor, reason, more });
    const said = { id, by: actor.login, at: head.recordedAt, reason, seq: head.seq + 1 };
    await insertAcknowledgement(tx, said);
  });
}

/** Throws not-found for all but administrators. */
export function requireDuty({ ledger }: { readonly ledger: Pick<Ledger, 'clock'> }, actor: Actor): void {
  if (!decide(actor, { action: 'run-institution' }, [], now(ledger)).permit)
    throw new AppError('not-found', 'There is no such page.');
}

// The demonstration's data: invented people with five years of histories, written through the ordinary path into an empty
// store. A start that is killed in the middle is finished by the next one; a store that has them, or other people, is left.

import { transaction } from '../../db/transaction.ts';
import { now } from '../../ledger/ledger.ts';
import { clinicalDay } from '../../records/clinical-time.ts';
import { writeAccessHistory } from './access-history.ts';
import { demoState, lockDemo, rememberDemo } from './demo-store.ts';
import { writeGuardianships } from './guardianships.ts';
import { patients, practitioners } from './people/everybody.ts';
import { type Parts, registerPeople } from './register-people.ts';
import { writeHistories } from './write-histories.ts';

/**
 * Fills an empty store; does nothing on another. Dates are counted back from today, so the same day gives the same data.
 * `say` is told of the beginning and the end, or why there is none. Throws the signal's reason when it stops in the middle.
 */
export async function makeDemoData(parts: Parts, say: (line: string) => void, signal?: AbortSignal): Promise<void> {
  const state = await demoState(parts.db);
  if (state === 'foreign') say('No demo data: this store holds other people already.');
  if (state !== 'open') return;
  // Held to the end: two programs that start on one empty store do not both fill it.
  await transaction(parts.db, async (tx) => {
    await lockDemo(tx);
    if ((await demoState(tx)) !== 'open') return;
    say(
      `Making demo data: ${practitioners.length} doctors and staff, ${patients.length} patients with their histories.`,
    );
    const today = clinicalDay(now(parts.ledger));
    const people = await registerPeople(parts, today, signal);
    const records = await writeHistories(parts, people, today, signal);
    signal?.throwIfAborted();
    await writeAccessHistory(parts, people, today);
    await writeGuardianships(parts, people);
    await rememberDemo(tx, now(parts.ledger));
    say(`Making demo data: done, ${records} records of ${patients.length} patients.`);
  });
}

// When the person of a session last proved who they are. Dangerous acts want that to be fresh (NIST SP 800-63B, 4.1.3
// and 4.2.3; OWASP ASVS 5.0, 7.5): a session that was left open is not enough for them.

import type { Db } from '../db/pool.ts';
import { statement } from '../db/statement.ts';
import type { Tx } from '../db/transaction.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { tokenHash } from './session.ts';

/**
 * What an act asks for. `person`: one proof, by password, code or passkey. `factor`: password and code together, or a
 * passkey; where there is no second factor, as `person`. `two-factors`: as `factor`, and nothing less. The proof is at most `withinMs` old; 0 asks every time.
 */
export interface Confirmation {
  readonly by: 'person' | 'factor' | 'two-factors';
  readonly withinMs: number;
}

const FIVE_MINUTES_MS = 5 * 60_000;

export const BY_PERSON: Confirmation = { by: 'person', withinMs: FIVE_MINUTES_MS };
export const BY_FACTOR: Confirmation = { by: 'factor', withinMs: FIVE_MINUTES_MS };
export const BY_TWO_FACTORS: Confirmation = { by: 'two-factors', withinMs: FIVE_MINUTES_MS };

/** The last proofs of a session, in milliseconds since 1970, and whether its person has a second factor. */
export interface SessionProof {
  readonly provedAt: number;
  readonly factorAt: number | null;
  readonly secondFactor: boolean;
}

/** True while the session's proof is what the act asks for, to the millisecond. `now` is in milliseconds since 1970. */
export function isFresh(proof: SessionProof, asked: Confirmation, now: number): boolean {
  const { provedAt, factorAt } = proof;
  const at = needsBoth(proof, asked) ? factorAt : Math.max(provedAt, factorAt ?? 0);
  return at !== null && now - at < asked.withinMs;
}

/** True where a password or a code alone is not enough. */
export function needsBoth(
  { secondFactor }: Pick<SessionProof, 'secondFactor'>,
  { by }: Pick<Confirmation, 'by'>,
): boolean {
  return by === 'two-factors' || (by === 'factor' && secondFactor);
}

const select = statement(
  'session-proof.select',
  `SELECT proved_at AS "provedAt", factor_at AS "factorAt",
     EXISTS (SELECT FROM totp t WHERE t.account_id = s.account_id)
       OR EXISTS (SELECT FROM recovery_code c WHERE c.account_id = s.account_id) AS "secondFactor"
   FROM session s WHERE token_hash = $1`,
);
const mark = statement(
  'session-proof.mark',
  `UPDATE session SET proved_at = $2, factor_at = CASE WHEN $3 THEN $2::timestamptz ELSE factor_at END WHERE token_hash = $1`,
);

/** The proofs of the session with that token; undefined where it has ended. */
export async function sessionProof(db: Db, token: string): Promise<SessionProof | undefined> {
  const rows = await db.rows<{ provedAt: Date; factorAt: Date | null; secondFactor: boolean }>(select, [
    tokenHash(token),
  ]);
  return rows.map(({ provedAt, factorAt, secondFactor }) => ({
    provedAt: provedAt.getTime(),
    factorAt: factorAt?.getTime() ?? null,
    secondFactor,
  }))[0];
}

/** Notes a proof at the present time; `byFactor` where it was by password and code, or by a passkey. */
export async function markProved(
  store: Db | Tx,
  { clock }: Pick<Ledger, 'clock'>,
  token: string,
  byFactor: boolean,
): Promise<void> {
  await store.rows(mark, [tokenHash(token), new Date(clock()), byFactor]);
}

// Second factors and passkeys as rows, held against the acts of their owners: a passkey that somebody put in by hand,
// a code that was made unused again, a key that was replaced. Patients' acts are in their own chains, those of everybody
// else in the institution's.

import { type JsonObject, objectAt, objectsAt, textAt } from '@patrec/fhir';
import type { Db } from '../../db/pool.ts';
import { statement } from '../../db/statement.ts';
import type { FactorAct } from '../../identity/own-act.ts';
import { mismatch, type Problem } from './problem.ts';
import { newestOf, type Tally } from './tally.ts';

/** One thing that an account has: `what` says it exactly, and means the same in rows and in acts. */
interface Held {
  readonly account: string;
  readonly what: string;
}

const selectHeld = statement(
  'verify.factors',
  `SELECT held.account, held.what FROM (
     SELECT account_id AS account, 'totp ' || encode(sha256(sealed_key), 'hex') AS what FROM totp
     UNION ALL
     SELECT account_id, 'codes ' || encode(sha256(string_agg(code_hash, ''::bytea ORDER BY code_hash)), 'hex')
       FROM recovery_code GROUP BY account_id
     UNION ALL
     SELECT account_id, 'used ' || encode(code_hash, 'hex') FROM recovery_code WHERE used_at IS NOT NULL
     UNION ALL
     SELECT account_id, 'passkey ' || id || ' ' || encode(sha256(public_key), 'hex') || ' ' || name FROM passkey) held
   WHERE CASE WHEN $1 THEN NOT EXISTS (SELECT FROM patient p WHERE p.account_id = held.account)
     ELSE held.account = $2 END`,
);
const selectLogins = statement('verify.factor-logins', 'SELECT id, login FROM account WHERE id = ANY ($1)');

/** Holds what people sign in with against what their chain says. */
export async function checkFactorRows(db: Db, tally: Tally): Promise<Problem[]> {
  const rows = await db.rows<Held>(selectHeld, [tally.isInstitution, tally.patientAccount]);
  const stated = new Set([...statedFactors(tally)].map(textOf));
  const differing = [...new Set(rows.map(textOf)).symmetricDifference(stated)];
  const accounts = [...new Set(differing.map((text) => text.split(' ')[0] ?? ''))];
  if (accounts.length === 0) return [];
  const logins = new Map(
    (await db.rows<{ id: string; login: string }>(selectLogins, [accounts])).map(({ id, login }) => [id, login]),
  );
  return accounts.map((account) =>
    mismatch(logins.get(account) ?? tally.name, 'A second factor or passkey is not what its owner set up.'),
  );
}

function textOf({ account, what }: Held): string {
  return `${account} ${what}`;
}

type Details = Readonly<Record<string, string>>;

// What each act leaves of what there was, and what it adds.
const effects: Record<FactorAct, { ends: (what: string, of: Details) => boolean; adds?: (of: Details) => string }> = {
  'totp-set': { ends: isTotp, adds: ({ key }) => `totp ${key}` },
  'totp-removed': { ends: isTotp },
  'recovery-codes-made': { ends: isCode, adds: ({ codes }) => `codes ${codes}` },
  'recovery-codes-removed': { ends: isCode },
  'recovery-code-used': { ends: () => false, adds: ({ code }) => `used ${code}` },
  'passkey-added': { ends: () => false, adds: ({ passkey, key, name }) => `passkey ${passkey} ${key} ${name}` },
  'passkey-removed': { ends: (what, { passkey }) => what.startsWith(`passkey ${passkey} `) },
};

// The acts in the order of the chain, which the newest versions keep: none of them has a second.
function statedFactors({ newest }: Tally): Held[] {
  let held: Held[] = [];
  for (const [, { resource }] of newestOf({ newest }, 'AuditEvent')) {
    const act = actOf(resource);
    if (!act) continue;
    const { ends, adds } = effects[act.name];
    held = held.filter(({ account, what }) => account !== act.account || !ends(what, act.details));
    if (adds) held.push({ account: act.account, what: adds(act.details) });
  }
  return held;
}

function actOf(resource: JsonObject): { name: FactorAct; account: string; details: Details } | undefined {
  const name = actionOf(resource);
  if (!name || !Object.hasOwn(effects, name)) return undefined;
  const [entity] = objectsAt(resource, 'entity');
  const account = textAt(objectAt(objectAt(entity, 'what'), 'identifier'), 'value') ?? '';
  const details = objectsAt(entity, 'detail').map((one) => [textAt(one, 'type'), textAt(one, 'valueString')]);
  return { name: name as FactorAct, account, details: Object.fromEntries(details) };
}

// What an AuditEvent of an account's chain says was done, in the program's own word.
function actionOf(resource: JsonObject): string | undefined {
  return objectsAt(resource, 'subtype')
    .map((one) => textAt(one, 'display'))
    .findLast((display) => display !== undefined);
}

function isTotp(what: string): boolean {
  return what.startsWith('totp ');
}

function isCode(what: string): boolean {
  return what.startsWith('codes ') || what.startsWith('used ');
}

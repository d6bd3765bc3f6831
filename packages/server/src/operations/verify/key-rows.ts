// Signatures of authors, held against the keys that the institution's chain registers and revokes, and the rows of keys held
// against that chain: a key that somebody put in, revived or gave to another shows here.

import { type JsonObject, parseJson } from '@patrec/fhir';
import { checkAuthorKey, ProofError } from '@patrec/ledger';
import type { Db } from '../../db/pool.ts';
import { statement } from '../../db/statement.ts';
import { type Signer, signersOf } from '../../identity/signing-key-store.ts';
import { actOf } from './account-rows.ts';
import { keepLogKey } from './log-key-rows.ts';
import { mismatch, type Problem, problemOf } from './problem.ts';
import type { KeySaid, ProvedBlock, Tally } from './tally.ts';

const iso = (column: string) => `to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
const selectRows = statement(
  'verify.signing-keys',
  `SELECT public_key AS key, account_id AS account, ${iso('made_at')} AS "madeAt", made_seq AS "madeSeq",
     ${iso('revoked_at')} AS "revokedAt", revoked_seq AS "revokedSeq", revoked_by AS "revokedBy", reason
   FROM signing_key`,
);

/** Checks that every signed block is signed with a key of its author that stood at its place in the log. */
export async function checkSignatures(db: Db, tally: Tally, blocks: readonly ProvedBlock[]): Promise<Problem[]> {
  const inKeyBlocks = tally.isInstitution ? blocks.filter((block) => block.statement.type === 'key') : [];
  const wrong = inKeyBlocks.flatMap((block) => keepKeys(tally, block));
  const signed = blocks.filter((block) => block.statement.authorKey !== undefined && !inKeyBlocks.includes(block));
  const signers = await signersOf(
    db,
    signed.map((block) => block.statement.authorKey ?? ''),
  );
  const byKey = new Map(signers.map((signer) => [signer.key, signer]));
  return [...wrong, ...signed.flatMap((block) => checkSigner(tally, block, byKey))];
}

function checkSigner({ name }: Tally, block: ProvedBlock, signers: ReadonlyMap<string, Signer>): Problem[] {
  const { author, authorKey = '' } = block.statement;
  const record = block.contents.find((content) => content.record !== null)?.record;
  try {
    checkAuthorKey(author, block.leafIndex, signers.get(authorKey));
    return [];
  } catch (error) {
    return [problemOf(record === undefined ? `${name}, block ${block.header.seq}` : `${name}-REC${record}`, error)];
  }
}

// A registration is signed with the key that it registers, by whose it is.
function keepKeys(tally: Tally, { header, statement: stated, contents }: ProvedBlock): Problem[] {
  const { name, keys } = tally;
  const { seq } = header;
  const acts = contents
    .filter(({ type }) => type === 'AuditEvent')
    .map(({ bytes }) => actOf(parseJson(bytes) as JsonObject));
  return acts.flatMap((act) => {
    const { action, at, by, of } = act;
    const { key = '', reason = '' } = act.details;
    if (keepLogKey(tally, stated, seq, act)) return [];
    const before = keys.get(key);
    if (action === 'key-registered' && before === undefined && key === stated.authorKey && of === stated.author) {
      keys.set(key, { ...NOT_REVOKED, key, account: of, madeAt: at, madeSeq: seq });
      return [];
    }
    if (action === 'key-revoked' && before?.revokedSeq === null) {
      keys.set(key, { ...before, revokedAt: at, revokedSeq: seq, revokedBy: by, reason });
      return [];
    }
    const why = new ProofError('signature', 'What it says of a key is not signed with that key, or cannot be.');
    return [problemOf(`${name}, block ${seq}`, why)];
  });
}

const NOT_REVOKED = { revokedAt: null, revokedSeq: null, revokedBy: null, reason: null };

/** Holds the rows of keys against the institution's chain. */
export async function checkKeyRows(db: Db, { name, keys, isInstitution }: Tally): Promise<Problem[]> {
  if (!isInstitution) return [];
  const rows = await db.rows<KeySaid>(selectRows, []);
  const differing = new Set(rows.map(textOf)).symmetricDifference(new Set([...keys.values()].map(textOf)));
  return differing.size === 0 ? [] : [mismatch(name, 'A key that a doctor signs with is not what the chain says.')];
}

function textOf({ key, account, madeAt, madeSeq, revokedAt, revokedSeq, revokedBy, reason }: KeySaid): string {
  return JSON.stringify([key, account, madeAt, madeSeq, revokedAt, revokedSeq, revokedBy, reason]);
}

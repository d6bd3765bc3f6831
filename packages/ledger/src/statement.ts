// The statement: what an author says happened, and the commitments to the content it is about. Canonical JSON, so that
// its hash is the hash of one text only. It names nobody: the chain and the author are random ids.
import { canonicalJson, parseCanonicalJson } from './canonical-json.ts';
import type { ContentRef } from './content.ts';
import {
  checkMembers,
  count,
  exactly,
  hexOf,
  line,
  mediaType,
  oneOf,
  reference,
  rules,
  time,
  word,
} from './members.ts';
import { ProofError } from './proof-error.ts';

export const STATEMENT_TYPES = [
  'registration',
  'record',
  'amendment',
  'access-request',
  'access-decision',
  'access-revocation',
  'guardian',
  'access',
  'emergency-access',
  'account',
  'correction-request',
  'erasure',
  'key',
  'institution',
] as const;

export type StatementType = (typeof STATEMENT_TYPES)[number];

/** What is said, by whom and about what. Ids, nonces and hashes are lower-case hexadecimal. */
export interface Statement {
  readonly v: 1;
  readonly type: StatementType;
  /** The log's origin, as in its checkpoints: a statement cannot be used in another log. */
  readonly log: string;
  /** The chain's random 128-bit id, never the patient's. */
  readonly chain: string;
  /** An opaque account id. */
  readonly author: string;
  /** The account that the author acts for: a guardian's ward, an institution. */
  readonly onBehalfOf?: string;
  /** When it happened, by the author's word: UTC with milliseconds. The time of recording is in the header. */
  readonly occurredAt: string;
  /** 16 to 32 random bytes: an author never says the same statement twice, and nobody can guess one from its hash. */
  readonly nonce: string;
  readonly contents: readonly ContentRef[];
  /** The Ed25519 key that the author signs with, if one does: 32 bytes in base64. */
  readonly authorKey?: string;
  /** The hash of the last block that the author saw: never a claim to be the next one. */
  readonly baseHead?: string;
}

// Version 1. Another version has other rules, and is refused here by its first member.
const REQUIRED = rules({
  v: exactly(1),
  type: oneOf(STATEMENT_TYPES),
  log: line,
  chain: hexOf(16),
  author: word,
  occurredAt: time,
  nonce: hexOf(16, 32),
  contents: { wants: 'an array', holds: Array.isArray },
});

const OPTIONAL = rules({ onBehalfOf: word, authorKey: line, baseHead: hexOf(32) });

const CONTENT = rules({ ref: reference, mediaType, length: count, commitment: hexOf(32) });

/** Gives the canonical bytes of a statement. Throws ProofError `statement`, naming the member that breaks its rule. */
export function statementBytes(statement: Statement): Uint8Array {
  checkStatement(statement);
  return canonicalJson(statement);
}

/** Gives the statement of its canonical bytes. Throws ProofError `statement` when another text would say the same. */
export function parseStatement(bytes: Uint8Array): Statement {
  const value = parseCanonicalJson(bytes, 'statement', 'statement');
  checkStatement(value);
  return value;
}

// Both ways through the same rules: what cannot be parsed cannot be made.
function checkStatement(value: unknown): asserts value is Statement {
  checkMembers(value, 'statement', 'statement', REQUIRED, OPTIONAL);
  const { contents } = value as { contents: readonly unknown[] };
  contents.forEach((content, i) => {
    checkMembers(content, `statement.contents[${i}]`, 'statement', CONTENT);
  });
  checkRefsDiffer(contents as readonly ContentRef[]);
}

// Two contents under one reference would leave open which of them the reference means.
function checkRefsDiffer(contents: readonly ContentRef[]): void {
  const seen = new Set<string>();
  for (const { ref } of contents) {
    if (seen.has(ref)) throw new ProofError('statement', `The statement names ${ref} twice.`, { ref });
    seen.add(ref);
  }
}

// What the page and its worker say to each other, and what the server sends for checking.
import type { Check } from '@patrec/ledger';
import type { Witnessing } from './witnessing.ts';

/** GET …/proof: a page of blocks with all that they commit to; bytes are base64. */
export interface ProofPage {
  log: string;
  /** C2SP tlog-policy: the server's own word for whose keys sign. */
  policy: string;
  chain: string;
  blocks: ProofBlock[];
  /** The keys that blocks of the page are signed with. */
  keys?: ProofKey[];
  /** Addresses of the pages that follow, in order. */
  more: string[];
}

export interface ProofBlock {
  seq: number;
  /** Null of a block that was erased: `gone` is what is left of it. */
  header: string | null;
  statement: string | null;
  gone?: { prev: string; hash: string };
  /** References of the contents that were erased from a block that stands. */
  erased?: string[];
  leafIndex: number | null;
  /** Numbers of the records that the block brought. */
  record: number[];
  contents: { ref: string; mediaType: string; bytes: string; salt: string }[];
  /** Files are fetched by themselves, at `GET /fhir/Binary/<id>`. */
  files?: ProofFile[];
}

/** What registers and revokes a key, in the institution's chain; the latter without its content. */
export interface ProofKey {
  key: string;
  registered: ProofBlock;
  revoked: ProofBlock | null;
}

export interface ProofFile {
  ref: string;
  mediaType: string;
  salt: string;
  id: string;
}

/** An erasure in the chain: when, under what law, of how many blocks. `at` is ISO 8601 UTC. */
export interface ErasureFound {
  at: string;
  basis: string;
  reference: string;
  count: number;
}

export interface VerifyTask {
  proof: string;
  scope: 'chain' | 'record';
  total: number;
}

/** Everything holds; `waiting` blocks are newer than the log's last signature. */
export interface Verified {
  kind: 'verified';
  count: number;
  waiting: number;
  /** Files that were not fetched, and so not checked: those of a whole chain. */
  unread: number;
  /** What the chain says was erased. */
  erasures: ErasureFound[];
  /** Part of a single block was erased: that an erasure says so only its chain shows. */
  erasedPart: boolean;
  head: string;
  origin: string;
  size: number;
  root: string;
  witnessing: Witnessing;
  seconds: number;
  /** Blocks checked, by their place in the chain. */
  seqs: number[];
  /** Whose signatures hold, a signer for each signed block. */
  signers: Signer[];
}

/** Who signed, and when the key was registered (ISO 8601 UTC). */
export interface Signer {
  name: string;
  login: string;
  since: string;
}

/** The first thing that does not hold. */
export interface Failed {
  kind: 'failed';
  check: Check;
  seq: number | null;
  ref: string | null;
  record: number | null;
  message: string;
}

export type VerifyReport =
  | { kind: 'progress'; done: number; total: number }
  | Verified
  | Failed
  | { kind: 'unreachable'; message: string };

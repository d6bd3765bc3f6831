// What a reader needs to check whose signature a block holds: the blocks of the institution's chain that register and revoke
// its key.

import { parseHeader, parseStatement } from '@patrec/ledger';
import type { Db } from '../db/pool.ts';
import { type Signer, signersOf } from '../identity/signing-key-store.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { type BlockProof, readBlocks } from './prove.ts';

/** A key with its evidence. What revokes it is shown without its content, which says why, and is not the reader's. */
export interface KeyProof {
  readonly key: string;
  readonly registered: BlockProof;
  readonly revoked: BlockProof | null;
}

/** The keys with which those blocks are signed. */
export async function proveKeys(
  { db, ledger }: { db: Db; ledger: Pick<Ledger, 'institutionChain'> },
  blocks: readonly Pick<BlockProof, 'header' | 'statement'>[],
): Promise<KeyProof[]> {
  const keys = blocks.flatMap(({ header, statement }) => {
    if (header === null || statement === null) return []; // erased
    const { statementSig } = parseHeader(Buffer.from(header, 'base64'));
    return (statementSig && parseStatement(Buffer.from(statement, 'base64')).authorKey) ?? [];
  });
  const signers = await signersOf(db, keys);
  const proofs = await Promise.all(signers.map((signer) => proveKey(db, ledger.institutionChain, signer)));
  return proofs.flat();
}

async function proveKey(db: Db, chain: string, { key, madeSeq, revokedSeq }: Signer): Promise<KeyProof[]> {
  const [[registered], [revoked]] = await Promise.all([
    readBlocks(db, chain, madeSeq, madeSeq),
    revokedSeq === null ? [] : readBlocks(db, chain, revokedSeq, revokedSeq),
  ]);
  return registered ? [{ key, registered, revoked: revoked ? { ...revoked, contents: [] } : null }] : [];
}

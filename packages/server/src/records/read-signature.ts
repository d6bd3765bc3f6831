// Whose signature a record holds, checked when it is read, with the content that it covers; files are not read for it.

import {
  type CheckedBlock,
  checkAuthorKey,
  checkBlockAlone,
  fromBase64,
  ProofError,
  parseHeader,
} from '@patrec/ledger';
import type { Db } from '../db/pool.ts';
import { statement } from '../db/statement.ts';
import { signersOf } from '../identity/signing-key-store.ts';
import { type BlockProof, readBlocks } from './prove.ts';

/** A signature that holds, by whom, with a key since when; or one that does not. */
export type ReadSignature =
  | { readonly holds: true; readonly name: string; readonly login: string; readonly keySince: string }
  | { readonly holds: false };

const selectHeader = statement('signature.header', 'SELECT header FROM block WHERE chain = $1 AND seq = $2');

/** The signature of a block; null where its author has not signed. */
export async function readSignature(db: Db, chain: string, seq: number): Promise<ReadSignature | null> {
  const [row] = await db.rows<{ header: Uint8Array }>(selectHeader, [chain, seq]);
  try {
    if (!row || parseHeader(row.header).statementSig === undefined) return null;
    const [block] = await readBlocks(db, chain, seq, seq);
    return block ? await signatureOf(db, block) : null;
  } catch (error) {
    if (error instanceof ProofError) return { holds: false };
    throw error;
  }
}

async function signatureOf(db: Db, block: BlockProof): Promise<ReadSignature | null> {
  const { author, authorKey = '' } = checked(block).statement;
  const [signer] = await signersOf(db, [authorKey]);
  checkAuthorKey(author, block.leafIndex, signer);
  return signer ? { holds: true, name: signer.name, login: signer.login, keySince: signer.madeAt } : null;
}

function checked({ header, statement: stated, contents }: BlockProof): CheckedBlock {
  const shown = contents.map(({ ref, mediaType, bytes, salt }) => ({
    ref,
    mediaType,
    bytes: fromBase64(bytes),
    salt: fromBase64(salt),
  }));
  return checkBlockAlone({
    header: fromBase64(header ?? ''),
    statement: fromBase64(stated ?? ''),
    contents: shown,
    complete: false,
  });
}

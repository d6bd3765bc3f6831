// What a record's author signs: which records they must, and that the key is theirs while the record is written.

import type { RecordType } from '@patrec/fhir';
import type { Actor } from '../access/actor.ts';
import type { Decision } from '../access/decision.ts';
import type { Tx } from '../db/transaction.ts';
import { useSigningKey } from '../identity/signing-key-store.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { type Signing, SigningError } from '../ledger/sign.ts';

/** True where the institution wants records of that type signed. */
export function mustBeSigned({ signing }: Pick<Ledger, 'signing'>, type: RecordType): boolean {
  return signing === 'prescriptions' && type === 'prescription';
}

/** Throws SigningError where nothing but the signature is wanting. */
export function requireSigned(decision: Decision): void {
  if (!decision.permit && decision.reason === 'unsigned') throw new SigningError('sign-required');
}

/** Holds the author's key until the record is written. Throws SigningError where it does not stand, or is not theirs. */
export async function useKeyOf(
  tx: Tx,
  { institutionChain }: Pick<Ledger, 'institutionChain'>,
  { account }: Pick<Actor, 'account'>,
  signing: Signing | undefined,
): Promise<void> {
  if (signing === undefined) return;
  const { key, at } = signing;
  if (!(await useSigningKey(tx, { key, account, at, institutionChain }))) throw new SigningError('sign-key');
}

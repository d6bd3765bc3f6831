// Each file has a key of its own, sealed under the installation's key for files and bound to the place of the file: in
// another file's row it does not open.

import type { Ledger } from '../ledger/ledger.ts';
import { seal, tryUnseal } from '../sealed-secret.ts';
import type { Files } from './files.ts';
import { SealError } from './sealed-stream.ts';

interface Place {
  readonly chain: string;
  readonly id: string;
}

const contextOf = ({ chain, id }: Place) => `file/${chain}/${id}`;

/** Seals the key of a file. */
export function sealFileKey(
  { key }: Pick<Files, 'key'>,
  { random }: Pick<Ledger, 'random'>,
  fileKey: Uint8Array,
  place: Place,
): Buffer {
  return seal(key, Buffer.from(fileKey).toString('base64'), contextOf(place), random);
}

/** The key of a file. Throws SealError for another place, another installation's key, or bytes that were changed. */
export function openFileKey({ key }: Pick<Files, 'key'>, sealed: Uint8Array, place: Place): Uint8Array {
  const text = tryUnseal(key, sealed, contextOf(place));
  if (text === undefined) throw new SealError();
  return Buffer.from(text, 'base64');
}

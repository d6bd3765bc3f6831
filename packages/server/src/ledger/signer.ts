// The signer (LEDGER section 3, item 12): signs only committed sizes that extend what it signed last. The last signed
// size and root live in a file outside the database and its backups, so a restored backup stops the log, never forks it.

import { base64, formatCheckpoint, type Hash, rootFromTiles, signNote } from '@patrec/ledger';
import type { Db } from '../db/pool.ts';
import { type Tx, transaction } from '../db/transaction.ts';
import { AppError } from '../errors.ts';
import type { Ledger } from './ledger.ts';
import type { LogKey } from './log-key.ts';
import { logKeySpans, signersAt } from './log-keys.ts';
import { logSize, newestCheckpoint, takeTurnToSign, tileReader, writeCheckpoint } from './log-store.ts';
import { readSignerState, type SignerState, writeSignerState } from './signer-state.ts';

/** Signs the log's checkpoints; `stateFile` is what it remembers across restarts. */
export interface Signer {
  /** The keys at hand now, the log's key first: which of them sign, the log says. */
  readonly keys: () => Promise<readonly [LogKey, ...LogKey[]]>;
  readonly stateFile: string;
  /** What has to hold before the first signature; throws where it does not. */
  readonly mayBegin?: () => Promise<void>;
}

/**
 * Signs and publishes the log's present size; gives false when that is published already. The processes of one log take
 * turns; what another has signed is remembered as one's own, once it is proved to extend it.
 */
export async function signCheckpoint(db: Db, ledger: Pick<Ledger, 'log' | 'clock'>, signer: Signer): Promise<boolean> {
  const known = await readState(db, ledger.log, signer);
  if (known.last?.size === known.size && known.published?.size === known.size) return false;
  return transaction(db, async (tx) => {
    await takeTurnToSign(tx, ledger.log);
    const { published, last, size } = await readState(tx, ledger.log, signer);
    await signer.mayBegin?.();
    if (last) await requireExtension(tx, last, size);
    if (published) await requireExtension(tx, { size: published.size, root: base64(published.root) }, size);
    const keys = await signersOf(tx, size, signer);
    const root = await rootOf(tx, size);
    // A crash after this write and before the commit leaves the old checkpoint public: the next signing publishes the newer.
    await writeSignerState(signer.stateFile, { size, root: base64(root) });
    if (published?.size === size) return false;
    const note = signNote(formatCheckpoint({ origin: ledger.log, size, root }), keys);
    await writeCheckpoint(tx, { size, root, note, signed_at: new Date(ledger.clock()) });
    return true;
  });
}

async function signersOf(tx: Tx, size: number, { keys }: Signer) {
  const atHand = await keys();
  const spans = await logKeySpans(tx, atHand[0].verifierKey);
  return signersAt(spans, size, atHand).map(({ signer }) => signer);
}

async function readState(store: Db | Tx, log: string, { stateFile }: Signer) {
  const [published, last] = [await newestCheckpoint(store), await readSignerState(stateFile)];
  if (published && !last)
    throw new AppError(
      'fault',
      `${stateFile} is missing: what was signed last is not known. Signing is stopped. Put it back; a further server of this log is given a copy of log.signed of one that signs.`,
    );
  return { published, last, size: await logSize(store, log) };
}

/** Throws when the database's log is not an extension of what was signed last: an old backup, or a rewritten log. */
export async function requireExtension(store: Db | Tx, last: SignerState, size: number): Promise<void> {
  if (size < last.size) {
    throw new AppError(
      'fault',
      `The log has ${size} entries but ${last.size} were signed: entries are missing. Signing is stopped.`,
    );
  }
  if (base64(await rootOf(store, last.size)) !== last.root) {
    throw new AppError(
      'fault',
      `The log's first ${last.size} entries are not those that were signed. Signing is stopped.`,
    );
  }
}

/** The root of the log's first `size` entries, from its tiles. */
export function rootOf(store: Db | Tx, size: number): Promise<Hash> {
  return rootFromTiles(size, tileReader(store));
}

// What anybody may fetch of the tree, and keep for ever: tiles and entry bundles, cut to the width that was asked for. Only what
// a checkpoint covers: what nobody has signed could still be lost with the database, and another come in its place.

import { TILE_WIDTH, type TileAddress } from '@patrec/ledger';
import type { Db } from '../db/pool.ts';
import { statement } from '../db/statement.ts';

const HASH = 32; // bytes
const ENTRY = 35; // two of length, 33 of entry
const SIGNED = 'EXISTS (SELECT FROM log_checkpoint WHERE size >= $1)';

const selectTile = statement(
  'log.published-tile',
  `SELECT substr(hashes, 1, $2) AS bytes FROM log_tile
   WHERE level = $3 AND index = $4 AND length(hashes) >= $2 AND ${SIGNED}`,
);
const selectBundle = statement(
  'log.published-bundle',
  `SELECT substr(entries, 1, $2) AS bytes FROM log_bundle WHERE index = $3 AND length(entries) >= $2 AND ${SIGNED}`,
);

/** Gives the bytes of a tile or a bundle; undefined where the newest checkpoint does not reach its end. */
export async function readPublished(db: Db, tile: TileAddress): Promise<Uint8Array | undefined> {
  const { level, index, width } = tile;
  const end = endOf(tile);
  if (!Number.isSafeInteger(end)) return undefined;
  const [found] =
    level === 'entries'
      ? await db.rows<{ bytes: Uint8Array }>(selectBundle, [end, width * ENTRY, index])
      : await db.rows<{ bytes: Uint8Array }>(selectTile, [end, width * HASH, level, index]);
  return found?.bytes;
}

// How many entries the tree has at least, that has this tile.
function endOf({ level, index, width }: TileAddress): number {
  return (index * TILE_WIDTH + width) * (level === 'entries' ? 1 : TILE_WIDTH ** level);
}

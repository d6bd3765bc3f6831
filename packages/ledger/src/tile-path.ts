// Paths of tiles and entry bundles, C2SP tlog-tiles, "Merkle Tree" and "Log Entries": `<level>/<index>[.p/<width>]`, the index
// in groups of three digits, all but the last after an `x`, so that no folder holds more than a thousand names.
import { ProofError } from './proof-error.ts';
import { isPosition } from './subtree.ts';

/** Hashes in a full tile, entries in a full bundle. */
export const TILE_WIDTH = 256;

const MAX_LEVEL = 63;

const FORM = /^(entries|\d{1,2})\/((?:x\d{3}\/)*\d{3})(?:\.p\/(\d{1,3}))?$/;

/** A tile's place: its level, or `entries` for a bundle; its index in the level; how many hashes it holds, 1 to 256. */
export interface TileAddress {
  readonly level: number | 'entries';
  readonly index: number;
  readonly width: number;
}

/** Gives the path under `<prefix>/tile/`. Throws RangeError for a level, index or width that no tile has. */
export function tilePath(level: number | 'entries', index: number, width: number = TILE_WIDTH): string {
  if (!isAddress({ level, index, width })) throw new RangeError('No tile has this level, index or width.');
  const partial = width === TILE_WIDTH ? '' : `.p/${width}`;
  return `${level}/${indexPath(index)}${partial}`;
}

/** Gives the place that a path names. Strict: a path that tilePath would not give throws ProofError `tile`. */
export function parseTilePath(path: string): TileAddress {
  const [, level, index, width] = FORM.exec(path) ?? [];
  if (level === undefined || index === undefined) throw notAPath();
  const address: TileAddress = {
    level: level === 'entries' ? level : Number(level),
    index: Number(index.replaceAll(/[x/]/g, '')),
    width: width === undefined ? TILE_WIDTH : Number(width),
  };
  // The round trip refuses leading zeros, empty groups in front and `.p/256`.
  if (!isAddress(address) || tilePath(address.level, address.index, address.width) !== path) throw notAPath();
  return address;
}

function isAddress({ level, index, width }: TileAddress): boolean {
  const leveled = level === 'entries' || (isPosition(level) && level <= MAX_LEVEL);
  return leveled && isPosition(index) && isPosition(width) && width >= 1 && width <= TILE_WIDTH;
}

// 1234067 gives x001/x234/067.
function indexPath(index: number): string {
  let path = String(index % 1000).padStart(3, '0');
  for (let rest = Math.floor(index / 1000); rest > 0; rest = Math.floor(rest / 1000)) {
    path = `x${String(rest % 1000).padStart(3, '0')}/${path}`;
  }
  return path;
}

function notAPath(): ProofError {
  return new ProofError('tile', 'Not the path of a tile.');
}

// How many pixels a JPEG has, from the header of its frame (ITU-T T.81, B.2.2), found as the file streams by.

/** Pixels of a picture. */
export interface PictureSize {
  readonly width: number;
  readonly height: number;
}

/** Where a frame header is looked for: pictures of cameras have previews and profiles before it. */
const SEARCHED_BYTES = 2 * 1024 * 1024;
const SOF = /^c[0-35-79-bd-f]$/; // C4, C8 and CC are no frame headers

/** Takes the pieces of a JPEG in order; `size` is what was found, undefined where none was. */
export function jpegSizeMeter(): { update(piece: Uint8Array): void; size(): PictureSize | undefined } {
  let seen = Buffer.alloc(0);
  let at = 2; // after SOI
  let found: PictureSize | undefined;
  return {
    update(piece) {
      if (found || at > SEARCHED_BYTES || seen.length > SEARCHED_BYTES) return;
      seen = Buffer.concat([seen, piece]);
      for (let next = segmentAt(seen, at); next !== undefined && !found; next = segmentAt(seen, at)) {
        found = next.size;
        at = next.end;
      }
    },
    size: () => found,
  };
}

// The segment that begins there, as far as it has come in; undefined at the end, and for what is no marker.
function segmentAt(bytes: Buffer, at: number): { end: number; size: PictureSize | undefined } | undefined {
  if (at + 9 > bytes.length || bytes[at] !== 0xff) return undefined;
  const marker = bytes[at + 1] ?? 0;
  if (marker === 0xff) return { end: at + 1, size: undefined }; // fill bytes may stand before a marker
  const length = bytes.readUInt16BE(at + 2);
  const framed = SOF.test(marker.toString(16));
  const size = framed ? { height: bytes.readUInt16BE(at + 5), width: bytes.readUInt16BE(at + 7) } : undefined;
  return { end: at + 2 + length, size };
}

/** Whether a picture has at least so many pixels, the longer side first; one of which nothing is known has none. */
export function hasPixels(picture: PictureSize | undefined, [long, short]: readonly [number, number]): boolean {
  const { width, height } = picture ?? { width: 0, height: 0 };
  return Math.max(width, height) >= long && Math.min(width, height) >= short;
}

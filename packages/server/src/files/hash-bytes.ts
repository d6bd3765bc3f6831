// A hash of what streams by.

/** Gives the bytes as they come; `hash` has taken those that were given. */
export async function* hashBytes(
  hash: { update(bytes: Uint8Array): unknown },
  bytes: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  for await (const piece of bytes) {
    hash.update(piece);
    yield piece;
  }
}

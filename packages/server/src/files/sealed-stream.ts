// A file at rest: AES-256-GCM (NIST SP 800-38D) over chunks of 64 KiB, in the STREAM construction (Hoang, Reyhanitabar,
// Rogaway, Vizár 2015): the nonce is the chunk's number and whether it is the last, so that chunks cannot be left out, put
// in, moved or cut off, and any of them opens by itself. The key is the file's own and used once: nonces never meet.

import { createCipheriv, createDecipheriv } from 'node:crypto';

export const CHUNK = 64 * 1024; // bytes of the file
const TAG = 16;
const SEALED_CHUNK = CHUNK + TAG;
const NONCE = 12;

/** Thrown where sealed bytes do not open: they were changed, moved or cut off, or are another file's. */
export class SealError extends Error {
  constructor() {
    super('The stored bytes are not those that were sealed.');
    this.name = 'SealError';
  }
}

/** How many bytes a file of that length takes when sealed. */
export function sealedLength(length: number): number {
  return length + TAG * chunkCount(length);
}

/** Seals a file as it comes; `key` is 32 bytes that seal nothing else. */
export async function* sealStream(key: Uint8Array, file: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
  let index = 0;
  let held = Buffer.alloc(0);
  for await (const piece of file) {
    held = held.length === 0 ? Buffer.from(piece) : Buffer.concat([held, piece]);
    // One byte more than a chunk shows that the chunk is not the last.
    for (; held.length > CHUNK; held = held.subarray(CHUNK))
      yield sealChunk(key, index++, held.subarray(0, CHUNK), false);
  }
  yield sealChunk(key, index, held, true);
}

/** Which sealed bytes hold the bytes `start` to `end` (outside) of a file. */
export function sealedRange(length: number, start: number, end: number): { start: number; end: number } {
  const last = Math.min(Math.ceil(end / CHUNK), chunkCount(length));
  return { start: Math.floor(start / CHUNK) * SEALED_CHUNK, end: Math.min(last * SEALED_CHUNK, sealedLength(length)) };
}

/**
 * Opens the bytes `start` to `end` (outside) of a file of that length; `sealed` gives the bytes of `sealedRange`. No byte
 * is given before its chunk is authenticated. Throws SealError.
 */
export async function* openStream(
  key: Uint8Array,
  sealed: AsyncIterable<Uint8Array>,
  { length, start, end }: { readonly length: number; readonly start: number; readonly end: number },
): AsyncGenerator<Buffer> {
  let index = Math.floor(start / CHUNK);
  for await (const chunk of sealedChunks(sealed, sealedRange(length, start, end))) {
    const opened = openChunk(key, index, chunk, index === chunkCount(length) - 1);
    const offset = index * CHUNK;
    yield opened.subarray(Math.max(0, start - offset), Math.min(opened.length, end - offset));
    index += 1;
  }
}

// Cut where they were sealed. What is missing or too much at the end shows here.
async function* sealedChunks(sealed: AsyncIterable<Uint8Array>, range: { start: number; end: number }) {
  let left = range.end - range.start;
  let held = Buffer.alloc(0);
  for await (const piece of sealed) {
    held = held.length === 0 ? Buffer.from(piece) : Buffer.concat([held, piece]);
    for (
      let size = Math.min(SEALED_CHUNK, left);
      size > 0 && held.length >= size;
      size = Math.min(SEALED_CHUNK, left)
    ) {
      yield held.subarray(0, size);
      held = held.subarray(size);
      left -= size;
    }
  }
  if (left > 0 || held.length > 0) throw new SealError();
}

function chunkCount(length: number): number {
  return Math.max(1, Math.ceil(length / CHUNK));
}

function sealChunk(key: Uint8Array, index: number, chunk: Uint8Array, last: boolean): Buffer {
  const cipher = createCipheriv('aes-256-gcm', key, nonceOf(index, last), { authTagLength: TAG });
  return Buffer.concat([cipher.update(chunk), cipher.final(), cipher.getAuthTag()]);
}

function openChunk(key: Uint8Array, index: number, sealed: Buffer, last: boolean): Buffer {
  if (sealed.length < TAG) throw new SealError();
  const decipher = createDecipheriv('aes-256-gcm', key, nonceOf(index, last), { authTagLength: TAG });
  decipher.setAuthTag(sealed.subarray(-TAG));
  try {
    return Buffer.concat([decipher.update(sealed.subarray(0, -TAG)), decipher.final()]);
  } catch {
    throw new SealError();
  }
}

function nonceOf(index: number, last: boolean): Buffer {
  const nonce = Buffer.alloc(NONCE);
  nonce.writeUIntBE(index, NONCE - 7, 6);
  nonce[NONCE - 1] = last ? 1 : 0;
  return nonce;
}

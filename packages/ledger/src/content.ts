// Content and its commitment: what a statement says of the exact bytes of a resource version or a file. The salt keeps
// the commitment from being guessed: without it, nobody can try likely records against what the log shows.
import { hmacSha256Hex, hmacSha256Stream } from '#primitives';
import { concat, hex, utf8 } from './bytes.ts';
import { mediaType as mediaTypeRule } from './members.ts';
import { ProofError } from './proof-error.ts';

export const SALT_LENGTH = 32; // bytes

// Domain separation, and the version of this construction: another one gets another label.
const LABEL = utf8('patrec/content/v1\0');
const NUL = Uint8Array.of(0);

/**
 * What a statement says of one content; `length` is in bytes, `commitment` in hexadecimal. `ref` names a version, such as
 * Observation/3f2a/_history/1, so that every version has a commitment of its own.
 */
export interface ContentRef {
  readonly ref: string;
  readonly mediaType: string;
  readonly length: number;
  readonly commitment: string;
}

/** A content as it is stored and served, with the salt kept beside it. */
export interface Content {
  readonly ref: string;
  readonly mediaType: string;
  readonly bytes: Uint8Array;
  readonly salt: Uint8Array;
}

/**
 * Gives HMAC-SHA256 of label, media type, NUL and bytes under a salt of 32 random bytes, in hexadecimal. The media type holds
 * no NUL, so no two pairs of media type and bytes make the same message. Throws ProofError `commitment` for a salt of another
 * length or what is no media type.
 */
export function contentCommitment(salt: Uint8Array, mediaType: string, bytes: Uint8Array): string {
  checkKey(salt, mediaType);
  return hmacSha256Hex(salt, beginningOf(mediaType), bytes);
}

/** Reads a content that is too large to be held, such as a file, piece by piece. */
export interface ContentMeter {
  readonly update: (bytes: Uint8Array) => void;
  /** Gives the length in bytes and the commitment in hexadecimal of all that came; to be called once. */
  readonly end: () => Pick<ContentRef, 'length' | 'commitment'>;
}

/** Begins the commitment of a content that comes in pieces: it ends as contentCommitment of the whole. Throws as that. */
export function contentMeter(salt: Uint8Array, mediaType: string): ContentMeter {
  checkKey(salt, mediaType);
  const mac = hmacSha256Stream(salt);
  mac.update(beginningOf(mediaType));
  let length = 0;
  return {
    update(bytes) {
      length += bytes.length;
      mac.update(bytes);
    },
    end: () => ({ length, commitment: hex(mac.digest()) }),
  };
}

// Contents of one media type come in rows: what stands before their bytes is kept for the next.
let last = { mediaType: '', beginning: concat([LABEL, NUL]) };

function beginningOf(mediaType: string): Uint8Array {
  if (last.mediaType !== mediaType) last = { mediaType, beginning: concat([LABEL, utf8(mediaType), NUL]) };
  return last.beginning;
}

function checkKey(salt: Uint8Array, mediaType: string): void {
  // HMAC pads a short key with zeros (RFC 2104 section 2): lengths must be fixed, or two salts would be one.
  if (salt.length !== SALT_LENGTH) {
    throw new ProofError('commitment', `The salt must be ${SALT_LENGTH} bytes long, not ${salt.length}.`);
  }
  if (!mediaTypeRule.holds(mediaType)) throw new ProofError('commitment', 'The media type is not one.');
}

/** Gives what a statement says of `content`. Throws as contentCommitment does. */
export function contentRef(content: Content): ContentRef {
  const { ref, mediaType, bytes, salt } = content;
  return { ref, mediaType, length: bytes.length, commitment: contentCommitment(salt, mediaType, bytes) };
}

/**
 * Checks one content against what the statement says of it: itself, or what a ContentMeter gave for it. Throws ProofError
 * `content` or `commitment`, naming `ref`.
 */
export function checkContent(said: ContentRef, content: Content | ContentRef): void {
  const { ref, mediaType } = content;
  const length = 'bytes' in content ? content.bytes.length : content.length;
  // Type and length first: cheap to compare, and they say more in words than a commitment that differs.
  if (mediaType !== said.mediaType) {
    throw new ProofError('content', `${ref} is ${mediaType}; the statement says ${said.mediaType}.`, { ref });
  }
  if (length !== said.length) {
    throw new ProofError('content', `${ref} is ${length} bytes long; the statement says ${said.length}.`, { ref });
  }
  if (commitmentOf(content) !== said.commitment) {
    throw new ProofError('commitment', `${ref} is not what was recorded: its bytes or its salt were changed.`, { ref });
  }
}

function commitmentOf(content: Content | ContentRef): string | undefined {
  if ('commitment' in content) return content.commitment;
  const { salt, mediaType, bytes } = content;
  return salt.length === SALT_LENGTH ? contentCommitment(salt, mediaType, bytes) : undefined;
}

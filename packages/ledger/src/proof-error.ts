// The one error of this package: something that was shown does not hold. Callers tell failures apart by `check`,
// never by the words of the message. A caller's own mistake (a proof for an index beyond the tree) is a RangeError.

/** What refused: the part of the specification that the bytes at hand break. */
export type Check =
  | 'encoding' // hexadecimal, base64 or UTF-8
  | 'canonical' // RFC 8785 JSON of strings, safe integers, arrays and objects
  | 'statement' // its form, or its hash against the header's
  | 'header'
  | 'commitment' // content bytes, media type or salt are not those committed to
  | 'content' // content missing, added, or of another length or media type
  | 'erasure' // its form, content gone that none names, or content named that is there
  | 'chain' // another log or another chain
  | 'sequence' // a gap, a repeat or a missing tail
  | 'link' // `prev` or the head is not the hash of the block
  | 'time' // a block older than the one before it
  | 'hash' // not 32 bytes
  | 'tile'
  | 'entry-bundle'
  | 'inclusion'
  | 'consistency'
  | 'checkpoint'
  | 'tlog-proof' // its form; what it proves is `inclusion`
  | 'policy'
  | 'witness-request'
  | 'receipt'
  | 'verifier-key'
  | 'note'
  | 'signature';

/** Where in a chain it was: `seq` of the block, `ref` of the content. */
export interface Place {
  readonly seq?: number | undefined;
  readonly ref?: string | undefined;
}

/** A proof, or a text that a proof is made of, that does not hold. The message is for people. */
export class ProofError extends Error {
  override readonly name = 'ProofError';
  readonly check: Check;
  readonly seq: number | undefined;
  readonly ref: string | undefined;

  constructor(check: Check, message: string, place: Place = {}) {
    super(message);
    this.check = check;
    this.seq = place.seq;
    this.ref = place.ref;
  }
}

/** Runs `step`; a ProofError that leaves it names block `seq`. Any other error passes as it is. */
export function atBlock<T>(seq: number, step: () => T): T {
  try {
    return step();
  } catch (error) {
    if (!(error instanceof ProofError)) throw error;
    throw new ProofError(error.check, `Block ${seq}: ${error.message}`, { seq, ref: error.ref });
  }
}

// For tests and the measurement: chains of blocks, the same ones each time. What a server draws at random is a hash of
// a counter here.
import type { BlockEvidence } from '../src/block.ts';
import { sealBlock } from '../src/block.ts';
import { hex } from '../src/bytes.ts';
import { type Content, contentRef } from '../src/content.ts';
import { ZERO_HASH_HEX } from '../src/header.ts';
import { sha256 } from '../src/index.ts';
import type { Statement } from '../src/statement.ts';

export const LOG = 'log.example/patrec';
export const CHAIN = 'c0ffee00c0ffee00c0ffee00c0ffee00';

export function drawn(name: string): Uint8Array {
  return sha256(new TextEncoder().encode(name));
}

/** A laboratory result of about one kilobyte; its decimal keeps its zero. */
export function content(seq: number, part = 0): Content {
  const text = `{"resourceType":"Observation","id":"${seq}-${part}","valueQuantity":{"value":1.50},"note":"${'x'.repeat(920)}"}`;
  return {
    ref: `Observation/c0ffee00c0ff-${seq}-${part}/_history/1`,
    mediaType: 'application/fhir+json',
    bytes: new TextEncoder().encode(text),
    salt: drawn(`salt ${seq} ${part}`),
  };
}

export function statement(seq: number, contents: readonly Content[]): Statement {
  return {
    v: 1,
    type: seq === 0 ? 'registration' : 'record',
    log: LOG,
    chain: CHAIN,
    author: hex(drawn('author')).slice(0, 32),
    occurredAt: '2026-11-22T13:27:39.123Z',
    nonce: hex(drawn(`statement ${seq}`)),
    contents: contents.map(contentRef),
  };
}

/** A chain of `size` blocks, `parts` contents in each. */
export function chainOf(size: number, parts = 1): BlockEvidence[] {
  const blocks: BlockEvidence[] = [];
  let prev = ZERO_HASH_HEX;
  for (let seq = 0; seq < size; seq++) {
    const contents = Array.from({ length: parts }, (_, part) => content(seq, part));
    const recordedAt = new Date(Date.UTC(2026, 10, 22) + Math.floor(seq / 2)).toISOString();
    const nonce = hex(drawn(`header ${seq}`));
    const sealed = sealBlock({ statement: statement(seq, contents), seq, prev, recordedAt, nonce });
    blocks.push({ header: sealed.header, statement: sealed.statement, contents, complete: true });
    prev = hex(sealed.hash);
  }
  return blocks;
}

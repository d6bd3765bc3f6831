// The browser's check of an author's signature: its key was registered by its author, before, and not revoked before.
import {
  appendLeaves,
  base64,
  contentRef,
  formatCheckpoint,
  formatVerifierKey,
  fromBase64,
  leafHash,
  logEntry,
  merkleRoot,
  noteSigner,
  policyOfLog,
  sealBlock,
  signerKey,
  signNote,
  signStatement,
  statementBytes,
  tilePath,
  ZERO_HASH_HEX,
} from '@patrec/ledger';
import { expect, test } from 'vitest';
import { verifyBlocks } from '../src/islands/verify-blocks.ts';
import { checkPage } from '../src/islands/verify-page.ts';
import type { ProofBlock, ProofKey } from '../src/islands/verify-protocol.ts';

const log = 'test.patrec.local/log';
const logKey = signerKey(log, new Uint8Array(32).fill(7));
const seed = new Uint8Array(32).fill(9);
const publicKey = base64(signerKey(log, seed).publicKey);
const institution = 'ab'.repeat(16);
const patient = 'cd'.repeat(16);
const at = '2026-11-22T13:27:40.000Z';

interface Sealed {
  author?: string;
  type?: 'key' | 'record';
  chain?: string;
  unsigned?: true;
  resource?: object;
}

function block(
  nonce: string,
  { author = 'doctor', type = 'key', chain = institution, unsigned, resource = {} }: Sealed,
) {
  const content = {
    ref: 'AuditEvent/1/_history/1',
    mediaType: 'application/fhir+json',
    bytes: new TextEncoder().encode(JSON.stringify(resource)),
    salt: new Uint8Array(32).fill(3),
  };
  const authorKey = unsigned ? {} : { authorKey: publicKey };
  const hex = nonce.repeat(32);
  const said = { v: 1, type, log, chain, author, occurredAt: at, nonce: hex, contents: [contentRef(content)] } as const;
  const statement = { ...said, ...authorKey };
  const signed = unsigned ? {} : { statementSig: signStatement(statementBytes(statement), seed) };
  const place = { seq: 0, prev: ZERO_HASH_HEX, recordedAt: at, nonce: nonce.repeat(64) };
  const sealed = sealBlock({ statement, ...signed, ...place });
  const { ref, mediaType, bytes, salt } = content;
  const proof: ProofBlock = {
    seq: 0,
    header: base64(sealed.header),
    statement: base64(sealed.statement),
    leafIndex: null,
    record: type === 'record' ? [1] : [],
    contents: [{ ref, mediaType, bytes: base64(bytes), salt: base64(salt) }],
  };
  return { proof, leaf: leafHash(logEntry(sealed.hash)) };
}

const event = (of: string, key = publicKey, action = 'key-registered') => ({
  recorded: at,
  subtype: [{}, { display: action }],
  entity: [
    {
      what: { identifier: { value: of }, display: 'DOC1' },
      detail: [
        { type: 'key', valueString: key },
        { type: 'name', valueString: 'Dr. Meera Iyer' },
      ],
    },
  ],
});
const registration = block('1', { resource: event('doctor') });
const record = block('2', { type: 'record', chain: patient });
const revocation = block('3', {
  author: 'administrator',
  unsigned: true,
  resource: event('doctor', publicKey, 'key-revoked'),
});

/** The report of a record, with the log holding these blocks in this order. */
async function reportOf(order: readonly (typeof record)[], key: Partial<ProofKey> | null = {}, shown = registration) {
  const leaves = order.map(({ leaf }) => leaf);
  const indexed = (one: typeof record): ProofBlock => {
    const index = order.indexOf(one);
    return { ...one.proof, leafIndex: index === -1 ? null : index };
  };
  const revoked = order.includes(revocation) ? { ...indexed(revocation), contents: [] } : null;
  const keys = key === null ? [] : [{ key: publicKey, registered: indexed(shown), revoked, ...key }];
  const root = merkleRoot(leaves);
  const { tiles } = await appendLeaves(0, () => new Uint8Array(), leaves);
  const pages = {
    log,
    policy: policyOfLog(formatVerifierKey(log, logKey.publicKey)),
    chain: patient,
    blocks: [indexed(record)],
    keys,
    more: [],
  };
  const report = await verifyBlocks(
    { proof: '/proof', scope: 'record', total: 1 },
    {
      checkPage: () => checkPage(pages, 'record', async () => null),
      readCheckpoint: async () =>
        signNote(formatCheckpoint({ origin: log, size: leaves.length, root }), [noteSigner(logKey)]),
      readTile: (level, index, width) => {
        const tile = tiles.find((one) => tilePath(one.level, one.index) === tilePath(level, index));
        return (tile?.hashes ?? new Uint8Array()).subarray(0, width * 32);
      },
      clock: () => 0,
      progress: () => undefined,
    },
  );
  return report.kind === 'verified' ? report.signers : `${report.check}: ${report.message}`;
}

const signers = [{ name: 'Dr. Meera Iyer', login: 'DOC1', since: at }];

test('who signed is known where the key was registered before, and revoked after or never', async () => {
  expect(await reportOf([registration, record])).toEqual(signers);
  expect(await reportOf([registration, record, revocation])).toEqual(signers);
});

test('a key that was never registered, too late, for somebody else, or revoked before is named', async () => {
  expect(await reportOf([registration, record], null)).toMatch(/^signature: .*never registered/);
  expect(await reportOf([record, registration])).toMatch(/^signature: .*only afterwards/);
  expect(await reportOf([registration, revocation, record])).toMatch(/^signature: .*revoked before/);
  const others = block('4', { author: 'other', resource: event('other') });
  expect(await reportOf([others, record], {}, others)).toMatch(/^signature: .*somebody else/);
});

test('a registration that is not one, is not in the log, or was changed is none', async () => {
  const not = [
    block('5', { resource: event('doctor', 'another key') }),
    block('6', { resource: event('other') }),
    block('7', { resource: event('doctor', publicKey, 'key-revoked') }),
    block('8', { unsigned: true, resource: event('doctor') }),
    block('9', { type: 'record', resource: event('doctor') }),
  ];
  for (const shown of not) expect(await reportOf([shown, record], {}, shown)).toMatch(/does not say whose/);
  expect(await reportOf([record], { registered: { ...registration.proof, leafIndex: 0 } })).toMatch(/^inclusion/);
  const [content] = registration.proof.contents;
  const bytes = fromBase64(content?.bytes ?? '');
  bytes[9] = (bytes[9] ?? 0) ^ 1;
  const contents = content === undefined ? [] : [{ ...content, bytes: base64(bytes) }];
  expect(
    await reportOf([registration, record], { registered: { ...registration.proof, contents, leafIndex: 0 } }),
  ).toMatch(/^commitment/);
});

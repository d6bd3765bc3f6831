// The chain when it is short or empty, and an entry of it: proven, waiting, unwitnessed, and one that does not hold.
import { type EntryView, type PageContext, type ProofView, renderChainEntry, renderVerify } from '@patrec/web';
import { blocks } from './histories.ts';
import { contextFor, lakshmi, newcomer, now, users } from './people.ts';

type Way = Extract<ProofView, { state: 'proven' }>;

const INDEX = 1799;
const SIZE = 184_302;
const hash = (i: number) => (0x9f31_5c00 + i * 7919).toString(16).padStart(8, '0').repeat(8);

export function chainPages(more: Partial<PageContext>): Record<string, string> {
  const at = (path: string) => contextFor(users.patient, path, more);
  const log = { origin: 'demo.patrec.local/log', size: SIZE, checkpointAt: now };
  const none = { patient: newcomer, viewer: 'self', newest: null, next: null, log } as const;
  const page = (view: EntryView, proof: ProofView) =>
    renderChainEntry(at('/patients/PAT001/entries/4'), { patient: lakshmi, entry: view, total: 7, proof });
  const alone = { ...way, index: 0, steps: [], root: way.leaf, size: 1, witnesses: [], witnessed: true };
  return {
    'verify-one': renderVerify(at('/patients/PAT002/verify'), { ...none, blocks: blocks.slice(-1), total: 1 }),
    'verify-none': renderVerify(at('/patients/PAT002/verify?before=0'), {
      ...none,
      blocks: [],
      total: 1,
      newest: '/patients/PAT002/verify',
      log: { ...log, checkpointAt: null },
    }),
    entry: page(entry, way),
    'entry-unwitnessed': page(entry, { ...way, witnesses: way.witnesses.slice(1), witnessed: false }),
    'entry-first': page({ ...entry, seq: 0, type: 'registration', prev: null, recordCount: 0, records: [] }, alone),
    'entry-waiting': page({ ...entry, leafIndex: null }, { state: 'waiting' }),
    'entry-failed': page({ ...entry, sealed: null }, { state: 'failed' }),
  };
}

const entry: EntryView = {
  seq: 3,
  type: 'record',
  recordedAt: now,
  author: { login: 'DOC1', name: 'Dr. Meera Iyer' },
  hash: hash(1),
  prev: hash(2),
  leafIndex: INDEX,
  records: [7, 8].map((number) => ({ number, label: `PAT001-REC${number}` })),
  recordCount: 240,
  sealed: {
    statement: hash(3),
    occurredAt: now,
    account: '3f2a9c0d17b84e65',
    onBehalfOf: '9b1d7e20c4f85a36',
    authorKey: null,
    contents: [4, 5].map((i) => ({
      ref: `Observation/7c1e9a3b5d02-0000000000000000000${i}/_history/1`,
      length: 1480,
      commitment: hash(i),
    })),
    contentCount: 1440,
  },
};

const way: Way = {
  state: 'proven',
  index: INDEX,
  leaf: hash(10),
  steps: stepsUp(),
  root: hash(130),
  size: SIZE,
  origin: 'demo.patrec.local/log',
  signedAt: now,
  witnesses: [
    { name: 'north', signedAt: now },
    { name: 'university-of-the-south', signedAt: null },
  ],
  witnessed: true,
};

// The shape of a real tree of that size; the hashes stand for hashes.
function stepsUp(): Way['steps'] {
  return Array.from({ length: 18 }, (_, level) => {
    const node = Math.floor(INDEX / 2 ** level);
    const side = node % 2 === 1 ? 'left' : 'right';
    const start = (side === 'left' ? node - 1 : node + 1) * 2 ** level;
    const over = { start, end: Math.min(start + 2 ** level, SIZE) };
    return { sibling: hash(40 + level), side, node: hash(113 + level), over };
  });
}

// The loop that has the log's checkpoints cosigned: each witness is asked for the newest one as soon as it has signed the
// last, and none waits for another.

import { setTimeout as sleep } from 'node:timers/promises';
import {
  base64,
  type Checkpoint,
  consistencyProof,
  cosignatureTime,
  cosignatureVerifier,
  formatSignature,
  isBy,
  type LogKeySpan,
  openLogCheckpoint,
  ProofError,
} from '@patrec/ledger';
import type { Db } from '../db/pool.ts';
import { logKeySpans } from './log-keys.ts';
import { logSize, newestCheckpoint, tileReader } from './log-store.ts';
import type { LogPolicy, ReachableWitness } from './open-policy.ts';
import { requireExtension } from './signer.ts';
import { newestOfWitness, submitCheckpoint, type WitnessAnswer } from './witness-client.ts';
import { addCosignatures, keepOnly, readWitnesses, saveWitness } from './witness-store.ts';

const PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 60_000;

/** What the loop works with. */
export interface Witnessed {
  readonly db: Db;
  readonly log: string;
  /** The log's key, where it has only ever had one. */
  readonly verifierKey: string;
  readonly policy: LogPolicy;
}

/**
 * Asks one witness for the newest checkpoint, if it has not signed it yet; gives what it said, undefined if there was nothing
 * to ask. Another process may have had it cosign more in between: of a size that it knows, the newest is asked for once more.
 */
export async function askWitness(parts: Witnessed, witness: ReachableWitness): Promise<WitnessAnswer | undefined> {
  const { db } = parts;
  const known = (await readWitnesses(db)).find(({ name }) => name === witness.key.name);
  let oldSize = known?.size ?? 0;
  for (let tries = 0; ; tries += 1) {
    const newest = await newestCheckpoint(db);
    const asked = known?.problem === null && known.cosignedAt !== null && newest?.size === oldSize && tries === 0;
    if (!newest || asked) return undefined;
    if (oldSize > newest.size) return take(parts, witness, newest, lost(oldSize, newest.size));
    const proof = await consistencyProof(oldSize, newest.size, tileReader(db));
    const answer = await submitCheckpoint(witness, { oldSize, proof, note: newest.note });
    if (answer.kind !== 'stale') return take(parts, witness, newest, answer);
    if (tries > 0)
      return take(parts, witness, newest, { kind: 'unreachable', message: 'It asks for size after size.' });
    oldSize = answer.size;
  }
}

function lost(seen: number, size: number): WitnessAnswer {
  return { kind: 'fork', message: `It has cosigned ${seen} entries, and the log has signed ${size}.` };
}

async function take(
  { db, log, verifierKey }: Witnessed,
  { key }: ReachableWitness,
  { size, note }: { size: number; note: string },
  answer: WitnessAnswer,
): Promise<WitnessAnswer> {
  const { name } = key;
  if (answer.kind !== 'cosigned') {
    await saveWitness(db, {
      name,
      size: 0,
      cosignedAt: null,
      problem: answer.kind === 'fork' ? 'fork' : 'unreachable',
    });
    return answer;
  }
  try {
    const keys = await logKeySpans(db, verifierKey);
    const opened = openLogCheckpoint(note + answer.lines, log, keys, [cosignatureVerifier(key)]);
    const line = opened.note.signatures.find((one) => isBy(one, key));
    if (!line) throw new ProofError('signature', 'Its answer holds no signature of its own.');
    await addCosignatures(db, size, formatSignature(line));
    await saveWitness(db, { name, size, cosignedAt: new Date(cosignatureTime(line) * 1000), problem: null });
    return answer;
  } catch (error) {
    if (!(error instanceof ProofError)) throw error;
    await saveWitness(db, { name, size: 0, cosignedAt: null, problem: 'unreachable' });
    return { kind: 'unreachable', message: error.message };
  }
}

/**
 * Holds the database's log against the newest checkpoint of every witness that answers. Throws where this log signed what it
 * does not hold any more: it was restored from an old backup, or rewritten.
 */
export async function requireWitnessed({ db, log, verifierKey, policy }: Witnessed): Promise<void> {
  const keys = await logKeySpans(db, verifierKey);
  const notes = await Promise.all(policy.witnesses.map((witness) => newestOfWitness(witness, log)));
  for (const note of notes) {
    const signed = note === undefined ? undefined : signedBefore(note, log, keys);
    if (signed) await requireExtension(db, { size: signed.size, root: base64(signed.root) }, await logSize(db, log));
  }
}

// What the log itself has not signed is only somebody's word, and stops nothing.
function signedBefore(note: string, log: string, keys: readonly LogKeySpan[]): Checkpoint | undefined {
  try {
    return openLogCheckpoint(note, log, keys);
  } catch (error) {
    if (error instanceof ProofError) return undefined;
    throw error;
  }
}

/** Starts a loop for each witness. `onAlarm` is told of a fork, once as long as it stands. */
export function runWitnesses(
  parts: Witnessed,
  onAlarm: (witness: string, message: string) => void,
  onProblem: (error: unknown) => void,
): { stop: () => Promise<void> } {
  const stopping = new AbortController();

  async function loop(witness: ReachableWitness): Promise<void> {
    let pause = PAUSE_MS;
    let alarmed = false;
    while (!stopping.signal.aborted) {
      const answer = await askWitness(parts, witness).catch(onProblem);
      if (answer?.kind === 'fork' && !alarmed) onAlarm(witness.key.name, answer.message);
      if (answer) alarmed = answer.kind === 'fork';
      const failed = answer !== undefined && answer.kind !== 'cosigned';
      pause = failed ? Math.min(2 * pause, LONGEST_PAUSE_MS) : PAUSE_MS;
      await sleep(pause, undefined, { signal: stopping.signal }).catch(() => undefined);
    }
  }

  const { db, policy } = parts;
  const forgetting = keepOnly(
    db,
    policy.witnesses.map(({ key }) => key.name),
  ).catch(onProblem);
  const running = policy.witnesses.map(loop);
  return {
    async stop() {
      stopping.abort();
      await Promise.all([forgetting, ...running]);
    },
  };
}

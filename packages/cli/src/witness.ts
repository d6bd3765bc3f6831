// `patrec witness`: looks after the checkpoints of logs, so that no log can show two people two histories.

import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import {
  COSIGNATURE,
  cosignatureVerifier,
  formatVerifierKey,
  type LogKeySpan,
  ProofError,
  parseVerifierKey,
} from '@patrec/ledger';
import { AppError, type KeyOwner, openKeyFile, takeLock } from '@patrec/server';
import { readPolicy } from './read-policy.ts';
import { witnessServer } from './witness/witness-server.ts';
import { checkStates, openStates } from './witness/witness-state.ts';

export const WITNESS_USAGE = `Usage: npx patrec witness --data DIRECTORY --name NAME (--log KEY | --policy FILE)... [--port 3100] [--host 127.0.0.1]

  --data   where the witness keeps its key and what it cosigned; of its own, never the server's
  --name   the witness's name in its signatures, such as witness.example/north
  --log    the verifier key of a log to look after, as /log/vkey of a server gives it; of a log that changes its key
           both, each with its own --log
  --policy a C2SP tlog-policy that names such keys, as /log/policy gives it: then each counts for its own time alone
`;

interface Settings {
  readonly data: string;
  readonly name: string;
  readonly logs: readonly string[];
  readonly policies: readonly string[];
  readonly port: number;
  readonly host: string;
}

/** Runs until it is told to stop; gives 1 where it could not start. */
export async function runWitness(parameters: string[]): Promise<number> {
  const settings = readSettings(parameters);
  if (!settings) {
    process.stderr.write(WITNESS_USAGE);
    return 1;
  }
  const { data, name, port, host } = settings;
  await mkdir(data, { recursive: true, mode: 0o700 });
  const lock = await takeLock(data);
  try {
    const logs = [...settings.logs.map(readKey), ...(await Promise.all(settings.policies.map(readPolicyFile))).flat()];
    const states = await openStates(data);
    const file = join(data, 'witness.key');
    const owner: KeyOwner = {
      name,
      algorithm: COSIGNATURE,
      used: states.used,
      lost: `Checkpoints were cosigned with a key that is not in ${file}. Put it back from a copy.`,
      another: (other) => `The key in ${file} is that of the witness ${other}, not of ${name}.`,
    };
    const key = await openKeyFile(file, owner, randomBytes);
    checkStates(
      states,
      logs.map(({ key: log }) => log.name),
      cosignatureVerifier(key),
    );
    const server = witnessServer({ key, logs, states, clock: () => Math.floor(Date.now() / 1000) });
    const address = await server.listen({ port, host });
    const vkey = formatVerifierKey(key.name, key.publicKey, COSIGNATURE);
    process.stdout.write(`The witness ${name} listens. For the policy of a log:\nwitness NAME ${vkey} ${address}\n`);
    await Promise.race(['SIGINT', 'SIGTERM'].map((signal) => once(process, signal)));
    await server.close();
    return 0;
  } finally {
    await lock.release();
  }
}

function readSettings(parameters: string[]): Settings | undefined {
  const one = { type: 'string' } as const;
  const several = { ...one, multiple: true } as const;
  try {
    const { values } = parseArgs({
      args: parameters,
      options: { data: one, name: one, log: several, policy: several, port: one, host: one },
    });
    const { data, name, log: logs = [], policy: policies = [], port = '3100', host = '127.0.0.1' } = values;
    if (data === undefined || name === undefined || logs.length + policies.length === 0 || !/^\d{1,5}$/.test(port))
      return undefined;
    return { data: resolve(data), name, logs, policies, port: Number(port), host };
  } catch {
    return undefined;
  }
}

function readKey(text: string): LogKeySpan {
  try {
    return { key: parseVerifierKey(text) };
  } catch (error) {
    if (error instanceof ProofError)
      throw new AppError('incorrect', `${text} is not the key of a log: ${error.message}`);
    throw error;
  }
}

// Of its witnesses and its quorum this witness does not ask: it is one of them.
async function readPolicyFile(file: string): Promise<readonly LogKeySpan[]> {
  const { logs } = await readPolicy(file);
  if (logs.length === 0) throw new AppError('incorrect', `${file} names no log.`);
  return logs;
}

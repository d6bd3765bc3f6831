// The log's policy (C2SP tlog-policy, LEDGER section 3, item 14): who its witnesses are, and how many make a quorum.

import { readFile } from 'node:fs/promises';
import {
  formatVerifierKey,
  type Policy,
  type PolicyWitness,
  ProofError,
  parsePolicy,
  policyOfLog,
} from '@patrec/ledger';
import { ConfigError } from '../config-error.ts';

/** A witness that can be asked. */
export type ReachableWitness = PolicyWitness & { readonly url: string };

/** A policy of this log, with its text as it is handed on in receipts. */
export interface LogPolicy extends Policy {
  readonly text: string;
  readonly witnesses: readonly ReachableWitness[];
}

/**
 * Reads the policy's file; without one there are no witnesses. `earlier` are other keys that the log has or had: the file may
 * name those too, as it was written before the key was changed. Throws ConfigError where it is not a policy of this log, or a
 * witness has no address.
 */
export async function openPolicy(
  file: string | undefined,
  verifierKey: string,
  earlier: readonly string[] = [],
): Promise<LogPolicy> {
  const text = file === undefined ? policyOfLog(verifierKey) : await readPolicy(file);
  const policy = parsed(text);
  const named = policy.logs.map(({ key }) => formatVerifierKey(key.name, key.publicKey));
  const own = named.every((key) => key === verifierKey || earlier.includes(key));
  if (named.length === 0 || !own) refuse(`must name this log and no other: log ${verifierKey}`);
  return { ...policy, text, witnesses: policy.witnesses.map(reachable) };
}

async function readPolicy(file: string): Promise<string> {
  return readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => refuse(`cannot be read: ${error.message}`));
}

function parsed(text: string): Policy {
  try {
    return parsePolicy(text);
  } catch (error) {
    if (error instanceof ProofError) return refuse(`is not a policy: ${error.message}`);
    throw error;
  }
}

function reachable(witness: PolicyWitness): ReachableWitness {
  const { name, url } = witness;
  if (url === undefined || !/^https?:$/.test(URL.parse(url)?.protocol ?? ''))
    return refuse(`has no http address for the witness ${name}.`);
  return { ...witness, url: url.endsWith('/') ? url.slice(0, -1) : url };
}

function refuse(why: string): never {
  throw new ConfigError('PATREC_POLICY', why);
}

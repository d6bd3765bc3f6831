// A policy that whoever calls a command trusts, from a file or as text.

import { readFile } from 'node:fs/promises';
import { type Policy, ProofError, parsePolicy } from '@patrec/ledger';
import { AppError } from '@patrec/server';

/** Reads the file of a policy. Throws AppError where it cannot be read, or is none. */
export async function readPolicy(file: string): Promise<Policy> {
  return policyOf(await readFile(file, 'utf8').catch(unreadable(file)));
}

/** Gives the policy of its text. Throws AppError where it is none. */
export function policyOf(text: string): Policy {
  try {
    return parsePolicy(text);
  } catch (error) {
    if (error instanceof ProofError)
      throw new AppError('incorrect', `What is to be trusted cannot be: ${error.message}`);
    throw error;
  }
}

/** Throws AppError in the words of whoever named the file. */
export function unreadable(file: string) {
  return (error: Error): never => {
    throw new AppError('incorrect', `${file} cannot be read: ${error.message}`);
  };
}

// `patrec verify FILE...`: checks receipts without a store and without a network, against whom the caller trusts.

import { readFile, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { parseArgs } from 'node:util';
import {
  type CheckedReceipt,
  checkReceipt,
  hex,
  keyFingerprint,
  type Policy,
  ProofError,
  parsePolicy,
  parseReceipt,
  policyOfLog,
  type Receipt,
  type ReceiptStep,
} from '@patrec/ledger';
import { AppError } from '@patrec/server';
import { policyOf, readPolicy, unreadable } from './read-policy.ts';

export const VERIFY_USAGE = `Usage: npx patrec verify
       npx patrec verify FILE... [--policy FILE | --log KEY]

  Without a file every block, every record and the log of the store are checked.

  FILE      a receipt, as a record's page saves it
  --policy  a C2SP tlog-policy, as /log/policy of a server gives it: the keys of the log, for which of its sizes each counts,
            those of its witnesses, and how many of them are enough
  --log     the verifier key of the log alone; witnesses are not asked for then, nor keys that the log had before or after
`;
const LARGEST = 64 * 1024 * 1024;

const HELD: Readonly<Record<ReceiptStep, string>> = {
  block: 'contents, statement and block belong together',
  chain: 'the headers before it link up to it',
  checkpoint: 'the log signed this state of itself',
  log: 'the block is in that state of the log',
};

interface Asked {
  readonly files: readonly string[];
  /** Undefined: the policy in each receipt. */
  readonly trusted: Policy | undefined;
}

/** Checks the receipts; gives 1 where any does not hold. Throws AppError for a policy or a key that is none. */
export async function checkReceipts(parameters: string[]): Promise<number> {
  const asked = await readParameters(parameters);
  if (!asked) {
    process.stderr.write(VERIFY_USAGE);
    return 1;
  }
  const failed: string[] = [];
  for (const file of asked.files) {
    process.stdout.write(`${basename(file)}\n`);
    if (!(await checkFile(file, asked.trusted))) failed.push(file);
  }
  const { length } = asked.files;
  process.stdout.write(failed.length === 0 ? 'Everything holds.\n' : `${failed.length} of ${length} do not hold.\n`);
  return failed.length === 0 ? 0 : 1;
}

async function readParameters(parameters: string[]): Promise<Asked | undefined> {
  const { files, policy, log } = parsed(parameters) ?? { files: [] };
  if (files.length === 0 || (policy !== undefined && log !== undefined)) return undefined;
  if (policy !== undefined) return { files, trusted: await readPolicy(policy) };
  return { files, trusted: log === undefined ? undefined : policyOf(policyOfLog(log)) };
}

function parsed(parameters: string[]) {
  const one = { type: 'string' } as const;
  try {
    const { values, positionals } = parseArgs({
      args: parameters,
      options: { policy: one, log: one },
      allowPositionals: true,
    });
    return { files: positionals, ...values };
  } catch {
    return undefined;
  }
}

async function checkFile(file: string, trusted: Policy | undefined): Promise<boolean> {
  try {
    const receipt = parseReceipt(await readReceiptFile(file));
    const policy = trusted ?? parsePolicy(receipt.policy);
    const checked = checkReceipt(receipt, policy, (step) => say(`holds: ${HELD[step]}`));
    tellTrust(checked, trusted !== undefined);
    requireWitnessed(checked, policy);
    tellWhat(receipt, checked);
    return true;
  } catch (error) {
    if (!(error instanceof ProofError || error instanceof AppError)) throw error;
    const check = error instanceof ProofError ? error.check : 'file';
    process.stderr.write(`${file}: does not hold: ${error.message} [${check}]\n`);
    return false;
  }
}

async function readReceiptFile(file: string): Promise<Uint8Array> {
  const { size } = await stat(file).catch(unreadable(file));
  if (size > LARGEST) throw new AppError('too-large', 'It is larger than 64 MB: no receipt is.');
  return new Uint8Array(await readFile(file).catch(unreadable(file)));
}

/** Throws ProofError where those who cosigned are fewer than the policy asks for. */
function requireWitnessed({ checkpoint: { witnessed, cosigned } }: CheckedReceipt, { witnesses }: Policy): void {
  const count = `${cosigned.length} of ${witnesses.length} witnesses signed it`;
  if (!witnessed)
    throw new ProofError(
      'policy',
      `${count}, fewer than the policy asks for. A receipt that is saved anew may have more.`,
    );
  const who = cosigned.map(({ name, time }) => `${name} ${new Date(time * 1000).toISOString()}`).join(', ');
  say(cosigned.length === 0 ? 'unwitnessed: none signed it, and the policy asks for none' : `holds: ${count} (${who})`);
}

function tellWhat(receipt: Receipt, { block, checkpoint, index, missing, before }: CheckedReceipt): void {
  const { header, statement, hash } = block;
  say(`what: ${statement.type}, of ${statement.occurredAt} by the author's word, recorded ${header.recordedAt}`);
  say(`who: account ${statement.author}`);
  say(
    `where: block ${header.seq} of chain ${header.chain}, entry ${index} of ${checkpoint.size} in ${checkpoint.origin}`,
  );
  say(`block: ${hex(hash)}`);
  if (before) say(`before it: ${before.headers} headers`);
  if (before?.erased)
    say(`erased before it: ${before.erased}, only their hashes are here. What stands before such a one is not shown.`);
  for (const { ref, bytes } of receipt.contents) say(`brings: ${ref}, ${bytes.length} bytes`);
  for (const { ref, length } of missing) say(`not in the file, so not checked: ${ref}, ${length} bytes`);
}

function tellTrust({ checkpoint }: CheckedReceipt, own: boolean): void {
  for (const key of checkpoint.keys) say(`key of the log: SHA-256 ${keyFingerprint(key)}`);
  if (!own)
    say(
      "The keys are the issuer's own word, from the receipt. Compare that fingerprint, or say whom you trust: --policy or --log.",
    );
}

function say(line: string): void {
  process.stdout.write(`  ${line}\n`);
}

/** The secret that signs cookies and seals stored keys: where it comes from, what makes one unfit, and reading it. */
import { randomBytes } from 'node:crypto';
import { link, readFile, rm, writeFile } from 'node:fs/promises';
import { ConfigError } from './config-error.ts';

export type SecretSource =
  | { from: 'environment'; value: string }
  /** With `create`, a file that does not exist is made with a fresh secret (demonstration only). */
  | { from: 'file'; path: string; create: boolean };

/** What is wrong with a secret, to be said after the name of its variable; undefined when it is fit. */
export function secretProblem(value: string): string | undefined {
  if (Buffer.byteLength(value) < 32) return 'is shorter than 32 bytes; make one with: openssl rand -hex 32.';
  const known = /change.?me|password|secret|default|example|placeholder|0123456789|abcdefgh/i.test(value);
  if (known || new Set(value).size < 8) return 'is a well-known value; make one with: openssl rand -hex 32.';
  return undefined;
}

/**
 * The secret, at least 32 bytes of text. A file that may be created gets mode 0600, and its directory must exist.
 * `name` is the variable of the secret. Throws ConfigError when the file cannot be read or holds no fit secret.
 */
export async function readSecret(source: SecretSource, name = 'PATREC_SECRET'): Promise<string> {
  if (source.from === 'environment') return source.value;
  const value = (await readOrCreate(source, `${name}_FILE`)).trim();
  const problem = secretProblem(value);
  if (problem) throw new ConfigError(`${name}_FILE`, `${source.path} ${problem}`);
  return value;
}

async function readOrCreate(
  { path, create }: Extract<SecretSource, { from: 'file' }>,
  variable: string,
): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (create && code === 'ENOENT') return createSecret(path);
    throw new ConfigError(variable, `${path} cannot be read (${code}); it must be a readable file.`);
  }
}

// Written aside and linked: a crash leaves the whole file or none, and of two starts the first one's secret stays.
async function createSecret(path: string): Promise<string> {
  const draft = `${path}.${randomBytes(4).toString('hex')}`;
  await writeFile(draft, `${randomBytes(32).toString('hex')}\n`, { mode: 0o600 });
  await link(draft, path).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error;
  });
  await rm(draft);
  return readFile(path, 'utf8');
}

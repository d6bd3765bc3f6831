import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ConfigError } from './config-error.ts';
import { readSecret } from './secret.ts';

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'patrec-secret-'));
});
afterEach(() => rm(directory, { recursive: true }));

describe('readSecret', () => {
  it('makes one secret for all starts of a demonstration, which only its owner can read', async () => {
    const source = { from: 'file', path: join(directory, 'secret'), create: true } as const;
    const secrets = await Promise.all([readSecret(source), readSecret(source)]);
    expect(secrets[0]).toMatch(/^[0-9a-f]{64}$/);
    expect(secrets[1]).toBe(secrets[0]);
    expect(await readSecret(source)).toBe(secrets[0]);
    expect((await stat(source.path)).mode & 0o777).toBe(0o600);
    expect(await readdir(directory)).toEqual(['secret']);
  });

  it('refuses a missing file and an unfit one in one line', async () => {
    const source = { from: 'file', path: join(directory, 'key'), create: false } as const;
    await expect(readSecret(source)).rejects.toThrow(/^PATREC_SECRET_FILE .*key cannot be read \(ENOENT\)/);
    await writeFile(source.path, 'too short\n');
    await expect(readSecret(source)).rejects.toThrow(ConfigError);
    await expect(readSecret(source)).rejects.toThrow(/is shorter than 32 bytes/);
  });
});

/** For tests: a directory that the database's user may enter, and everything gone afterwards. */
import { chmod, mkdtemp, readlink, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface TestDirectory {
  /** A path inside, which does not exist yet. */
  path: string;
  /** Removes it, and the cluster that root may have put elsewhere. */
  remove(): Promise<void>;
}

/** Makes the directory; `name` is the last part of its path. */
export async function makeTestDirectory(name = 'data'): Promise<TestDirectory> {
  const base = await mkdtemp(join(tmpdir(), 'patrec-test-'));
  await chmod(base, 0o711);
  const path = join(base, name);
  const remove = async () => {
    const elsewhere = await readlink(join(path, 'postgres')).catch(() => undefined);
    if (elsewhere) await rm(elsewhere, { recursive: true, force: true });
    await rm(base, { recursive: true, force: true });
  };
  return { path, remove };
}

// Sealed files in a local directory, in 256 folders by the first two digits of their names. A file is flushed, renamed into
// its place, and its folder flushed: after a crash it is there whole, or not at all.

import { createReadStream } from 'node:fs';
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { type FileStore, isObjectName, MissingObject } from './file-store.ts';

/** The store in that directory, which is made where it is not there. */
export function directoryStore(directory: string): FileStore {
  const pathOf = (name: string) => join(directory, name.slice(0, 2), name);
  return {
    async put(name, path) {
      const folder = join(directory, name.slice(0, 2));
      if ((await mkdir(folder, { recursive: true, mode: 0o700 })) !== undefined) await flush(directory);
      await flush(path);
      await rename(path, pathOf(name));
      await flush(folder);
    },
    async read(name, start, end) {
      const handle = await open(pathOf(name)).catch(missing);
      if (handle === undefined) throw new MissingObject();
      return createReadStream('', { fd: handle, start, end: end - 1, highWaterMark: 128 * 1024 });
    },
    async stat(name) {
      return (await stat(pathOf(name)).catch(missing))?.size;
    },
    remove: (name) => rm(pathOf(name), { force: true }),
    async *list() {
      for (const folder of (await readdir(directory).catch(missing)) ?? []) {
        if (!/^[0-9a-f]{2}$/.test(folder)) continue;
        for (const name of await readdir(join(directory, folder))) if (isObjectName(name)) yield name;
      }
    },
  };
}

async function flush(path: string): Promise<void> {
  const handle = await open(path);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

function missing(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT') throw error;
}

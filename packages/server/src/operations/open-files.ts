// Opens the store of files that the configuration names: its folders and its key. The key is made once, before there is
// any file; a store whose files were sealed under another key is not opened.

import { mkdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Config } from '../config.ts';
import { ConfigError } from '../config-error.ts';
import { StartError } from '../db/embedded/start-error.ts';
import type { Db } from '../db/pool.ts';
import { statement } from '../db/statement.ts';
import { openFileKey } from '../files/file-key.ts';
import { type FilesSettings, filesOf } from '../files/files.ts';
import { readSecret } from '../secret.ts';

interface Sealed {
  readonly chain: string;
  readonly id: string;
  readonly sealedKey: Buffer;
}

const selectNewest = statement(
  'files.newest',
  `SELECT chain, id, sealed_key AS "sealedKey" FROM file ORDER BY chain, id LIMIT 1`,
);

/** Gives the settings from which each process makes its parts. Throws ConfigError or StartError, in one line. */
export async function openFiles(
  { files, dataDirectory }: Pick<Config, 'files' | 'dataDirectory'>,
  db: Db,
): Promise<FilesSettings> {
  const directory = join(dataDirectory, 'files');
  for (const folder of ['incoming', 'objects']) await mkdir(join(directory, folder), { recursive: true, mode: 0o700 });
  const [sealed] = await db.rows<Sealed>(selectNewest, []);
  const source = files.key.from === 'file' ? { ...files.key, create: files.key.create && !sealed } : files.key;
  const secret = await readSecret(source, 'PATREC_FILES_KEY');
  if (source.from === 'file') await refuseOpenFile(source.path);
  const settings = { directory, bucket: files.bucket, limit: files.limit, secret };
  if (sealed && !opens(settings, sealed))
    throw new StartError(
      'The files were sealed under another key. Put the key that PATREC_FILES_KEY names back from a copy.',
    );
  return settings;
}

function opens(settings: FilesSettings, { sealedKey, ...place }: Sealed): boolean {
  try {
    openFileKey(filesOf(settings), sealedKey, place);
    return true;
  } catch {
    return false;
  }
}

// Whoever reads the key and the store reads every file.
async function refuseOpenFile(path: string): Promise<void> {
  const { mode } = await stat(path);
  if (mode & 0o077) throw new ConfigError('PATREC_FILES_KEY_FILE', `${path} can be read by others: chmod 600 ${path}.`);
}

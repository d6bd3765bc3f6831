// A directory of exported collections: `Blockhead.json` and the like, each by the name of its collection.

import { createHash } from 'node:crypto';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError } from '../../errors.ts';
import { type Collection, readCollection } from './read-collection.ts';

/** A collection with the file that it came from. */
export interface ExportFile extends Collection {
  readonly name: string;
  readonly sha256: string;
}

/** The collections of a directory; `read` gives undefined for one that is not there. */
export interface Export {
  readonly names: readonly string[];
  readonly read: (collection: string) => Promise<ExportFile | undefined>;
}

const LARGEST_BYTES = 64 * 1024 * 1024;
const ENDING = /\.(?:json|jsonl|ndjson)$/;

/** Opens the directory. Throws incorrect where it cannot be read. */
export async function openExport(directory: string): Promise<Export> {
  const files = new Map<string, string>();
  for (const name of await listed(directory)) {
    const collection = name.replace(ENDING, '');
    const other = files.get(collection);
    if (other)
      throw new AppError('incorrect', `${other} and ${name} are the same collection. Leave one of them there.`);
    files.set(collection, name);
  }
  const read = async (collection: string) => {
    const name = files.get(collection);
    return name === undefined ? undefined : readExportFile(directory, name);
  };
  return { names: [...files.keys()].sort(), read };
}

async function listed(directory: string): Promise<string[]> {
  try {
    return (await readdir(directory)).filter((name) => ENDING.test(name));
  } catch (error) {
    throw new AppError('incorrect', `${directory} cannot be read (${(error as NodeJS.ErrnoException).code}).`);
  }
}

async function readExportFile(directory: string, name: string): Promise<ExportFile> {
  const path = join(directory, name);
  try {
    if ((await stat(path)).size > LARGEST_BYTES) return broken(name, 'it is larger than 64 MB');
    const bytes = await readFile(path);
    return { ...readCollection(bytes), name, sha256: createHash('sha256').update(bytes).digest('hex') };
  } catch (error) {
    return broken(name, `it cannot be read (${(error as NodeJS.ErrnoException).code})`);
  }
}

function broken(name: string, problem: string): ExportFile {
  return { name, sha256: '', entries: [], problems: [problem] };
}

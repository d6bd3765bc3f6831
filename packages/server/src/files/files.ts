// What the functions on files are given: where sealed bytes are kept, the key that seals files' keys, and how large a file
// may be.

import { join } from 'node:path';
import type { Bucket } from '../config-files.ts';
import { deriveKey } from '../sealed-secret.ts';
import { directoryStore } from './directory-store.ts';
import type { FileStore } from './file-store.ts';
import { s3Store } from './s3-store.ts';

export interface Files {
  readonly store: FileStore;
  readonly key: Uint8Array;
  /** The largest file, in bytes. */
  readonly limit: number;
  /** The folder of uploads that are under way. */
  readonly incoming: string;
}

/** Plain values, from which every process makes its own. `secret` is the text that the key is derived from. */
export interface FilesSettings {
  readonly directory: string;
  readonly bucket: Bucket | undefined;
  readonly limit: number;
  readonly secret: string;
}

/** The parts that the settings describe. */
export function filesOf({ directory, bucket, limit, secret }: FilesSettings): Files {
  return {
    store: bucket ? s3Store(bucket) : directoryStore(join(directory, 'objects')),
    key: deriveKey(secret, 'files'),
    limit,
    incoming: join(directory, 'incoming'),
  };
}

// Sealed files in a bucket that speaks S3. What leaves for it is sealed already; requests are signed (AWS Signature
// Version 4), and the name of an object is the hash of its bytes.

import { openAsBlob } from 'node:fs';
import { rm } from 'node:fs/promises';
import { S3mini } from 's3mini';
import type { Bucket } from '../config-files.ts';
import { type FileStore, isObjectName, MissingObject } from './file-store.ts';

const TYPE = 'application/octet-stream';

/** The store in that bucket. */
export function s3Store({ url, region, keyId, key }: Bucket): FileStore {
  const s3 = new S3mini({ endpoint: url, region, accessKeyId: keyId, secretAccessKey: key });
  return {
    async put(name, path) {
      await s3.putObject(name, await openAsBlob(path), TYPE);
      await rm(path);
    },
    async read(name, start, end) {
      const answer = await s3.getObjectRaw(name, false, start, end).catch(missing);
      if (!answer?.body) throw new MissingObject();
      return answer.body;
    },
    stat: (name) => s3.getContentLength(name).catch(missing),
    async remove(name) {
      await s3.deleteObject(name);
    },
    async *list() {
      let next: string | undefined;
      do {
        const page = await s3.listObjectsPaged('/', '', 1000, next);
        for (const { Key } of page?.objects ?? []) if (isObjectName(Key)) yield Key;
        next = page?.nextContinuationToken;
      } while (next);
    },
  };
}

function missing(error: { status?: number; cause?: { status?: number } }): undefined {
  if ((error.status ?? error.cause?.status) !== 404) throw error;
}

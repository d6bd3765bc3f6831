// A scanned document written without HTTP, through the functions that the form goes through.

import { randomBytes } from 'node:crypto';
import { documentResource } from '@patrec/fhir';
import type { Actor } from '../../src/access/actor.ts';
import { receiveFile } from '../../src/files/receive-file.ts';
import { keepUpload } from '../../src/files/uploads.ts';
import { createRecord } from '../../src/records/create-record.ts';
import type { TestStore } from './test-store.ts';

/** Files a document with those bytes; gives the record's number. */
export async function writeDocument(
  store: Pick<TestStore, 'db' | 'ledger' | 'files'>,
  author: Actor,
  { chain }: { readonly chain: string },
  bytes: Uint8Array,
): Promise<number> {
  async function* stream() {
    yield bytes;
  }
  const received = await receiveFile(store.files, store.ledger, stream());
  const { id: upload } = await keepUpload(store, { chain, account: author.account }, received, 'letter.pdf');
  const saved = await createRecord(store, author, {
    type: 'document',
    chain,
    occurredAt: '2026-10-01T00:00:00.000Z',
    nonce: randomBytes(16).toString('hex'),
    uploads: [upload],
    resources: ({ newId, recordedAt, patient, author: by, files }) =>
      files.map(({ id, mediaType, length, sha1 }) =>
        documentResource(
          { title: 'Letter', date: '2026-10-01', kind: 'other' },
          {
            id: newId(),
            versionId: '1',
            lastUpdated: recordedAt,
            patient,
            author: by,
            file: { id, contentType: mediaType, size: length, hash: Buffer.from(sha1).toString('base64') },
          },
        ),
      ),
  });
  if (!saved.created) throw new Error(`The record was refused: ${saved.reason}.`);
  return saved.number;
}

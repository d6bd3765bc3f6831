// The files of a record as its page shows them: each is read whole first, so that the page never shows what is not what was
// recorded.

import type { DicomView, FileView } from '@patrec/web';
import type { FastifyBaseLogger } from 'fastify';
import { type DicomHeader, dicomHeader } from '../../files/dicom-header.ts';
import { hasPicture } from '../../files/dicom-picture.ts';
import { checkFile, type FileState, filesOfRecord, type StoredFile } from '../../files/stored-files.ts';
import type { App } from '../app.ts';

/** The files of that record. */
export async function fileViews(
  app: App,
  log: FastifyBaseLogger,
  { chain, record, title }: { readonly chain: string; readonly record: number; readonly title: string },
): Promise<FileView[]> {
  const stored = await filesOfRecord(app.db, chain, record);
  return Promise.all(stored.map((file) => fileView(app, log, file, title)));
}

async function fileView({ files }: App, log: FastifyBaseLogger, file: StoredFile, title: string): Promise<FileView> {
  const { id, mediaType: type, length: size, object } = file;
  const view = { id, type, size, title };
  const state = await checkFile(files, file).catch((error: NodeJS.ErrnoException) => {
    log.error({ type: error.name, code: error.code }, 'the store of files cannot be asked');
    return 'unreachable' as const;
  });
  if (state === 'missing' || state === 'altered') alarm(log, state, object);
  if (state !== 'whole' || type !== 'application/dicom') return { ...view, state };
  return { ...view, state, dicom: dicomView(await dicomHeader(files, file)) };
}

function alarm(log: FastifyBaseLogger, state: FileState, object: string): void {
  log.fatal({ object, state }, 'a file is not what was recorded');
}

const ORDER = [
  'patient-name',
  'patient-id',
  'birth-date',
  'study-date',
  'modality',
  'body-part',
  'study',
  'series',
  'institution',
] as const;

function dicomView({ texts, pixels, whole }: DicomHeader): DicomView {
  const said = ORDER.flatMap((key) => {
    const value = texts[key];
    return value === undefined ? [] : [{ key, value: key.endsWith('date') ? dayText(value) : value }];
  });
  const size = pixels ? [{ key: 'size' as const, value: `${pixels.columns} × ${pixels.rows}` }] : [];
  const frames = pixels && pixels.frames > 1 ? [{ key: 'frames' as const, value: String(pixels.frames) }] : [];
  return {
    facts: [...said, ...size, ...frames],
    frames: pixels?.frames ?? 0,
    picture: pixels !== undefined && hasPicture(pixels),
    unreadable: !whole,
  };
}

// DICOM writes a day as 20261122.
function dayText(value: string): string {
  return value.replace(/^(\d{4})(\d{2})(\d{2})$/, '$1-$2-$3');
}

// Sends a file as it was recorded, whole or a range of it (RFC 9110, section 14). It is never a page of ours: its type is
// what it is by its content, browsers do not guess another, and it can load and run nothing.

import { Readable } from 'node:stream';
import { create as contentDisposition } from 'content-disposition';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { parse as parseRange } from 'range-parser';
import { AppError } from '../../errors.ts';
import { MissingObject } from '../../files/file-store.ts';
import { extensionOf, type FileType } from '../../files/file-type.ts';
import { SealError } from '../../files/sealed-stream.ts';
import { checkFile, readBytes } from '../../files/stored-files.ts';
import type { ReadFile } from '../../records/read-file.ts';
import type { App } from '../app.ts';
import { recordLabel } from '../views.ts';

const NO_PAGE = "default-src 'none'; object-src 'none'; base-uri 'none'; sandbox; frame-ancestors 'none'";
// A browser's own viewer of PDFs is a page that styles itself, and does not open in a sandbox.
const UNSATISFIABLE = 2; // range-parser's
const POLICIES: Record<FileType, string> = {
  'application/pdf':
    "default-src 'none'; style-src 'unsafe-inline'; object-src 'self'; base-uri 'none'; frame-ancestors 'self'",
  'image/jpeg': NO_PAGE,
  'image/png': NO_PAGE,
  'application/dicom': NO_PAGE,
};

/** True where only a part of the file is asked for. */
export function asksForPart({ headers }: FastifyRequest): boolean {
  return headers.range !== undefined;
}

/** Sends the file; `inline` for one that the browser is to show. Throws gone where it is missing or not what was recorded. */
export async function sendFile(
  { files }: Pick<App, 'files'>,
  request: FastifyRequest,
  reply: FastifyReply,
  { patient, record, file }: ReadFile,
  type: 'inline' | 'attachment',
): Promise<FastifyReply> {
  const { length, mediaType, id } = file;
  const range = rangeOf(request, length, `"${id}"`);
  if (range === 'none-such') return reply.code(416).header('content-range', `bytes */${length}`).send();
  // The whole of it is read through first: half a file is worse than none, and the answer can still say why.
  if (!range && (await checkFile(files, file)) !== 'whole') throw damaged();
  const { start, end } = range ?? { start: 0, end: length };
  const bytes = await begun(readBytes(files, file, start, end));
  if (range) reply.code(206).header('content-range', `bytes ${start}-${end - 1}/${length}`);
  const name = `${recordLabel(patient.number, record.number)} ${record.title}.${extensionOf(mediaType)}`;
  return fileHeaders(reply, mediaType)
    .header('accept-ranges', 'bytes')
    .header('etag', `"${id}"`)
    .header('content-disposition', contentDisposition(name, { type }))
    .header('content-length', end - start)
    .send(bytes);
}

/** The headers of every answer that is a file or made of one. */
export function fileHeaders(reply: FastifyReply, mediaType: FileType): FastifyReply {
  return reply
    .header('cache-control', 'no-store')
    .header('content-security-policy', POLICIES[mediaType])
    .header('x-frame-options', mediaType === 'application/pdf' ? 'SAMEORIGIN' : 'DENY')
    .type(mediaType);
}

// One range, as viewers and resumed downloads ask; several are answered with the whole, as they may be.
function rangeOf({ headers }: FastifyRequest, length: number, etag: string) {
  const { range, 'if-range': ifRange } = headers;
  if (range === undefined || (ifRange !== undefined && ifRange !== etag)) return undefined;
  const { code, type, ranges } = parseRange(length, range);
  const [only] = ranges;
  if (code & UNSATISFIABLE && !only) return 'none-such' as const;
  if (code !== 0 || type !== 'bytes' || ranges.length !== 1 || !only) return undefined;
  return { start: only.start, end: only.end + 1 };
}

// The first bytes are opened before the headers leave: what does not open is still told in words then.
async function begun(bytes: AsyncGenerator<Buffer>): Promise<Readable> {
  try {
    const first = await bytes.next();
    async function* all() {
      try {
        if (!first.done) yield first.value;
        yield* bytes;
      } finally {
        await bytes.return(undefined);
      }
    }
    return Readable.from(all(), { objectMode: false });
  } catch (error) {
    if (!(error instanceof MissingObject || error instanceof SealError)) throw error;
    throw damaged();
  }
}

function damaged(): AppError {
  return new AppError('gone', 'The file is missing from the store, or is not what was recorded.');
}

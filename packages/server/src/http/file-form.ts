// Forms that bring a file (multipart/form-data, RFC 7578). The fields before the file are read first and checked like those
// of any other form; then the handler takes the file as it streams in. No part of it waits in memory, nor on the disk unsealed.

import { rm } from 'node:fs/promises';
import multipart, { type Multipart, type MultipartFile } from '@fastify/multipart';
import { errorCodes, type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import type { Actor } from '../access/actor.ts';
import { AppError } from '../errors.ts';
import { FileError, tooLarge } from '../files/file-error.ts';
import { shownName } from '../files/file-name.ts';
import { type ReceivedFile, receiveFile } from '../files/receive-file.ts';
import { keepUpload, type Upload, type UploadPlace } from '../files/uploads.ts';
import type { Patient } from '../records/patient-store.ts';
import type { App } from './app.ts';
import { sendError } from './errors.ts';
import { refuseZeroCharacters } from './form.ts';

type Parts = AsyncIterator<Multipart>;

interface Arriving {
  readonly file: MultipartFile | undefined;
  readonly rest: Parts;
}

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Its form brings a file: there is more time for it, and its size has a limit of its own. */
    file?: boolean;
  }
  interface FastifyRequest {
    arriving: Arriving | null;
  }
}

const FIELD_BYTES = 64 * 1024;
const MOST_FIELDS = 1000; // forty lines of medicines, and what stands around them
const AROUND_BYTES = 256 * 1024; // what a form is besides its file
const DRAIN_MS = 10_000;
const STATUS: Partial<Record<FileError['code'], 413 | 503>> = { 'file-too-large': 413, 'file-no-room': 503 };

/** Registers routes whose forms bring a file. Their `config` says `file: true`. */
export async function fileForms(
  server: FastifyInstance,
  app: App,
  all: readonly ((server: FastifyInstance, app: App) => void)[],
): Promise<void> {
  await server.register(async (scope) => {
    await scope.register(multipart, {
      limits: {
        fieldSize: FIELD_BYTES,
        fields: MOST_FIELDS,
        files: 1,
        parts: MOST_FIELDS + 1,
        fileSize: Number.POSITIVE_INFINITY, // the parser cuts what is longer and goes on: whoever takes a file counts
      },
    });
    scope.setErrorHandler((error, request, reply) =>
      sendError(app, isCutOff(error) ? cutOff(error) : error, request, reply),
    );
    scope.decorateRequest('arriving', null);
    scope.addHook('preValidation', async (request) => {
      if (!request.isMultipart()) return;
      if (!request.routeOptions.config.file)
        throw new errorCodes.FST_ERR_CTP_INVALID_MEDIA_TYPE(request.headers['content-type']);
      await readFields(request);
    });
    for (const routes of all) routes(scope, app);
  });
}

// The parser of forms says it in words alone.
function isCutOff(error: unknown): boolean {
  return error instanceof Error && /unexpected end of multipart data/i.test(error.message);
}

function cutOff(cause: unknown): AppError {
  return new AppError('incorrect', 'The form did not arrive whole. Send it once more.', { cause });
}

// Up to the file: what comes after it, such as the button that was pressed, is read when the file has come in.
async function readFields(request: FastifyRequest): Promise<void> {
  request.body = {};
  const rest = request.parts()[Symbol.asyncIterator]();
  request.arriving = { file: await addFields(request, rest), rest };
}

// Adds the fields that come next to the form, the first of each name; gives the file before which it stops.
async function addFields(request: FastifyRequest, parts: Parts): Promise<MultipartFile | undefined> {
  const fields = request.body as Record<string, string>;
  let length = 0;
  for (let next = await parts.next(); !next.done; next = await parts.next()) {
    if (next.value.type === 'file') return next.value;
    const { fieldname, value, valueTruncated } = next.value;
    length += fieldname.length + String(value).length;
    if (valueTruncated || length > AROUND_BYTES) throw new AppError('too-large', 'The form is too long.');
    if (!Object.hasOwn(fields, fieldname)) fields[fieldname] = String(value);
  }
  return undefined;
}

// What comes after the file is held against what the fields before it were.
async function addRest(request: FastifyRequest, rest: Parts): Promise<void> {
  await addFields(request, rest);
  refuseZeroCharacters(request);
}

/**
 * Takes the file of the form and keeps it as an upload; undefined where none was chosen. Throws FileError where it is refused:
 * then the answer may go at once, and what is still on its way is read and thrown away.
 */
async function takeUpload(
  app: App,
  request: FastifyRequest,
  reply: FastifyReply,
  place: UploadPlace,
): Promise<Upload | undefined> {
  const { file: part, rest } = request.arriving ?? {};
  if (!part || !rest) return undefined;
  if (part.filename === '') {
    part.file.resume();
    await addRest(request, rest);
    return undefined;
  }
  try {
    if (Number(request.headers['content-length'] ?? 0) > app.files.limit + AROUND_BYTES)
      throw tooLarge(app.files.limit);
    const received = await receiveFile(app.files, app.ledger, part.file.iterator({ destroyOnReturn: false }));
    await endOfForm(request, rest, received);
    return await keepUpload(app, place, received, shownName(part.filename));
  } catch (error) {
    discardRest(request, reply, part);
    throw error;
  }
}

/**
 * Gives `take` the file of the form and its name as it streams in, and gives what that gives; undefined where none was
 * chosen. What it throws refuses the file, as does a FileError where it is over the limit: what is still on its way is read
 * and thrown away.
 */
export async function takeStream<Result>(
  request: FastifyRequest,
  reply: FastifyReply,
  limit: number,
  take: (pieces: AsyncIterable<Uint8Array>, name: string) => Promise<Result>,
): Promise<Result | undefined> {
  const { file: part, rest } = request.arriving ?? {};
  if (!part || !rest) return undefined;
  if (part.filename === '') {
    part.file.resume();
    return undefined;
  }
  try {
    return await take(wholeFile(part, rest, limit), shownName(part.filename));
  } catch (error) {
    discardRest(request, reply, part);
    throw error;
  }
}

// A form that was cut off after its file throws at the end of the file.
async function* wholeFile({ file }: MultipartFile, rest: Parts, limit: number): AsyncGenerator<Uint8Array> {
  let size = 0;
  for await (const piece of file.iterator({ destroyOnReturn: false })) {
    size += piece.length;
    if (size > limit) throw tooLarge(limit);
    yield piece;
  }
  await rest.next();
}

// A form that was cut off after its file throws here; then the file is not kept either.
async function endOfForm(request: FastifyRequest, rest: Parts, { path }: ReceivedFile): Promise<void> {
  try {
    await addRest(request, rest);
  } catch (error) {
    await rm(path, { force: true });
    throw error;
  }
}

/** What came with a form: the file, or why there is none. */
export interface Arrived {
  readonly upload: Upload | undefined;
  readonly refused: FileError | undefined;
}

/** The file that came with a form, kept as an upload, or why it was refused. */
export async function arrivedFile(
  app: App,
  request: FastifyRequest,
  reply: FastifyReply,
  { account }: Actor,
  { chain }: Patient,
): Promise<Arrived> {
  try {
    return { upload: await takeUpload(app, request, reply, { chain, account }), refused: undefined };
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    if (error.code === 'file-no-room') request.log.error({ err: error.cause }, 'there is no room for files');
    return { upload: undefined, refused: error };
  }
}

/** The status of an answer to a refused file. */
export function fileErrorStatus({ code }: FileError): 413 | 422 | 503 {
  return STATUS[code] ?? 422;
}

// A browser that is still sending reads no answer if the connection ends under it.
function discardRest(request: FastifyRequest, reply: FastifyReply, { file }: MultipartFile): void {
  file.on('error', () => undefined);
  file.resume();
  if (request.raw.complete) return;
  reply.header('connection', 'close');
  reply.raw.once('finish', () => setTimeout(() => request.raw.destroy(), DRAIN_MS).unref());
}

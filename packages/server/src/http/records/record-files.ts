// The files that a record's form brings beside its values: one with each sending, and those that came before. Names in the
// form: `slot` and the file, `attached.<n>` (`ecg-file <upload>`) and `kept.<n>` (`ecg-file <file> <bytes>`) for what is
// ticked to stay.

import type { FileSlot, FormValues, RecordFile } from '@patrec/fhir';
import type { FormError, RecordFormFiles } from '@patrec/web';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Actor } from '../../access/actor.ts';
import { hasPixels } from '../../files/jpeg-size.ts';
import type { ClaimedFile, Upload } from '../../files/uploads.ts';
import { waitingUploads } from '../../files/uploads.ts';
import type { Patient } from '../../records/patient-store.ts';
import type { App } from '../app.ts';
import { arrivedFile, fileErrorStatus } from '../file-form.ts';
import { formOf } from '../form.ts';

/** Files of a form: what is to be taken, what stays of the version before, and what is wrong. */
export interface FormFiles {
  /** Uploads with their kinds, in order. */
  readonly attached: readonly { readonly slot: string; readonly id: string }[];
  /** Ids of files that the record has already. */
  readonly kept: ReadonlySet<string>;
  readonly errors: readonly FormError[];
  /** What the page shows of them. */
  readonly view: RecordFormFiles;
  readonly status: number | undefined;
}

const MOST_FILES = 20;

/** The files of the form that was sent; undefined where the record takes none. */
export async function filesOfForm(
  app: App,
  request: FastifyRequest,
  reply: FastifyReply,
  {
    actor,
    patient,
    slots,
  }: {
    readonly actor: Actor;
    readonly patient: Patient;
    readonly slots: readonly FileSlot[] | undefined;
  },
): Promise<FormFiles | undefined> {
  if (slots === undefined || slots.length === 0) return undefined;
  const { upload, refused } = await arrivedFile(app, request, reply, actor, patient);
  const values = formOf(request);
  const newest = upload?.id ?? (values.upload || undefined);
  const chosen = newest === undefined ? [] : [{ slot: values.slot ?? '', id: newest }];
  const [asked, kept] = [[...listed(values, 'attached'), ...chosen], listed(values, 'kept')];
  const place = { chain: patient.chain, account: actor.account };
  const waiting = await waitingUploads(
    app,
    place,
    asked.map(({ id }) => id),
  );
  const checked = asked.map((one) => ({
    ...one,
    upload: waiting.find(({ id }) => id === one.id),
    slot: slots.find(({ id }) => id === one.slot),
  }));
  const errors = checked.flatMap(({ slot, upload: file }) => slotErrors(slot, file));
  if (asked.length + kept.length > MOST_FILES)
    errors.push({ field: 'file', code: 'file-at-most', params: { count: String(MOST_FILES) } });
  if (refused) errors.push({ field: 'file', code: refused.code, params: refused.params });
  const good = checked.filter(({ slot, upload: file }) => slotErrors(slot, file).length === 0);
  const attached = good.flatMap(({ slot, id }) => (slot ? [{ slot: slot.id, id }] : []));
  const view = {
    ...emptyFiles(app, slots),
    slot: errors.length > 0 ? (values.slot ?? '') : '',
    // A file whose kind is wrong stays, to be given another.
    upload: uploadView(checked.find(({ slot, upload: file }) => slot === undefined && file !== undefined)?.upload),
    attached: good.flatMap(({ slot, upload: file }) =>
      slot && file ? [{ slot: slot.id, id: file.id, name: file.name, size: file.length }] : [],
    ),
    kept: kept.filter(({ slot }) => slots.some(({ id }) => id === slot)),
  };
  return {
    attached,
    kept: new Set(kept.map(({ id }) => id)),
    errors,
    view,
    status: refused && fileErrorStatus(refused),
  };
}

/** What a page shows before any file was sent: those that the record has already. */
export function emptyFiles(
  app: App,
  slots: readonly FileSlot[],
  existing: readonly RecordFile[] = [],
): RecordFormFiles {
  return {
    slots: slots.map(({ id, name }) => ({ id, name })),
    slot: '',
    upload: null,
    attached: [],
    kept: existing.map(({ slot, file: { id, size } }) => ({ slot, id, size })),
    limit: app.files.limit,
  };
}

/** The files that a record takes, with the kinds that were chosen for them; claimed in the order of `attached`. */
export function recordFiles({ attached }: Pick<FormFiles, 'attached'>, claimed: readonly ClaimedFile[]): RecordFile[] {
  return claimed.map(({ id, mediaType, length, sha1 }, index) => ({
    slot: attached[index]?.slot ?? '',
    file: { id, contentType: mediaType, size: length, hash: Buffer.from(sha1).toString('base64') },
  }));
}

function uploadView(upload: Upload | undefined): RecordFormFiles['upload'] {
  return upload ? { id: upload.id, name: upload.name, size: upload.length } : null;
}

function listed(values: FormValues, name: 'attached' | 'kept'): { slot: string; id: string; size: number }[] {
  return Object.entries(values).flatMap(([field, value]) => {
    const [slot = '', id = '', size = '0'] = value.split(' ');
    return isEntryOf(name, field) && id !== '' ? [{ slot, id, size: Number(size) || 0 }] : [];
  });
}

// An upload that waits no more is the transaction's to judge: the form may have been sent before.
function slotErrors(slot: FileSlot | undefined, upload: Upload | undefined): FormError[] {
  if (slot === undefined) return [{ field: 'slot', code: 'file-slot' }];
  if (upload === undefined) return [];
  if (!slot.types.includes(upload.type)) return [{ field: 'file', code: 'file-not-jpeg' }];
  const [width, height] = [upload.width ?? 0, upload.height ?? 0];
  if (slot.least && !hasPixels({ width, height }, slot.least)) {
    const [long, short] = slot.least;
    const params = { width: String(width), height: String(height), long: String(long), short: String(short) };
    return [{ field: 'file', code: 'picture-small', params }];
  }
  return [];
}

function isEntryOf(name: string, field: string): boolean {
  return field.startsWith(`${name}.`) && /^\d{1,2}$/.test(field.slice(name.length + 1));
}

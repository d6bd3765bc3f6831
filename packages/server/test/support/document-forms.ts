// Forms with a file, as a browser sends them, and documents filed through them.

import { randomBytes } from 'node:crypto';
import type { Browser } from './test-server.ts';

/** A file with the name that its sender gives it. */
export interface SentFile {
  readonly name?: string;
  readonly bytes: Uint8Array;
  readonly type?: string;
}

const BOUNDARY = 'patrec-test-boundary-5f2c';
export const MULTIPART = `multipart/form-data; boundary=${BOUNDARY}`;

/** The body of a form, its fields first and its file last. */
export function multipartBody(fields: Record<string, string>, file?: SentFile): Buffer {
  const parts = Object.entries(fields).map(([name, value]) =>
    Buffer.from(`--${BOUNDARY}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`),
  );
  const { name = 'scan.pdf', bytes, type = 'application/octet-stream' } = file ?? { name: '', bytes: Buffer.alloc(0) };
  const head = `--${BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="${name}"\r\nContent-Type: ${type}\r\n\r\n`;
  return Buffer.concat([...parts, Buffer.from(head), bytes, Buffer.from(`\r\n--${BOUNDARY}--\r\n`)]);
}

/** The fields of a document's form. */
export function documentForm(values: Record<string, string> = {}): Record<string, string> {
  const nonce = randomBytes(16).toString('hex');
  return {
    nonce,
    upload: '',
    title: 'Discharge letter',
    date: '2026-10-01',
    kind: 'discharge-summary',
    note: '',
    ...values,
  };
}

/** Sends a file by itself, as the script does; gives the answer. */
export function sendUpload(browser: Browser, patient: string, file: SentFile) {
  return browser.postForm(`/patients/${patient}/uploads`, {}, file);
}

/** Files a document with its file; gives the record's number. Throws where it is refused. */
export async function fileDocument(
  browser: Browser,
  patient: string,
  bytes: Uint8Array,
  values: Record<string, string> = {},
): Promise<number> {
  const answer = await browser.postForm(`/patients/${patient}/records/document`, documentForm(values), { bytes });
  const [, number] = /\/records\/(\d+)\?/.exec(String(answer.headers.location)) ?? [];
  if (answer.statusCode !== 303 || number === undefined)
    throw new Error(`The document was refused: ${answer.statusCode}`);
  return Number(number);
}

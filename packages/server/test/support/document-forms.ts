// Documents filed through their form.

import { randomBytes } from 'node:crypto';
import type { SentFile } from './multipart.ts';
import type { Browser } from './test-server.ts';

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

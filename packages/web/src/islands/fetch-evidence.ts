// What a worker asks the server for, as the person who is signed in.
import { type CheckedPage, checkPage } from './verify-page.ts';
import type { ProofPage, VerifyTask } from './verify-protocol.ts';

/** Gives the answer. Throws where it is none. */
export async function get(address: string): Promise<Response> {
  const response = await fetch(address, { credentials: 'same-origin' });
  if (!response.ok) throw new Error(`${address} answered ${response.status}`);
  return response;
}

/** Fetches a page of blocks and checks each of them by itself. */
export async function fetchPage(address: string, scope: VerifyTask['scope']): Promise<CheckedPage> {
  const page = (await (await get(address)).json()) as ProofPage;
  return checkPage(page, scope, readFile);
}

/** The file's bytes as they come. One that is gone or damaged is a finding, not a failure of the way there. */
async function readFile(id: string): Promise<AsyncIterable<Uint8Array> | null> {
  const response = await fetch(`/fhir/Binary/${id}`, { credentials: 'same-origin' });
  if (response.status === 410) return null;
  if (!response.ok || response.body === null) throw new Error(`A file answered ${response.status}`);
  return pieces(response.body.getReader());
}

async function* pieces(reader: ReadableStreamDefaultReader<Uint8Array>): AsyncGenerator<Uint8Array> {
  for (let next = await reader.read(); !next.done; next = await reader.read()) yield next.value;
}

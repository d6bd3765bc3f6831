// Asking a witness over HTTP, C2SP tlog-witness. Only an answer of exactly the form that the protocol gives it is believed.

import { formatWitnessRequest, logNameAtWitness, type WitnessRequest } from '@patrec/ledger';
import type { ReachableWitness } from './open-policy.ts';

const TIMEOUT_MS = 5_000;
const LARGEST_ANSWER = 16 * 1024;

/** What a witness says to a checkpoint. `fork` is an alarm: it has seen another history of this log. */
export type WitnessAnswer =
  | { readonly kind: 'cosigned'; readonly lines: string }
  | { readonly kind: 'stale'; readonly size: number }
  | { readonly kind: 'fork' | 'unreachable'; readonly message: string };

/** Submits a checkpoint. Never throws: who cannot be reached has said nothing. */
export async function submitCheckpoint({ url }: ReachableWitness, request: WitnessRequest): Promise<WitnessAnswer> {
  try {
    const body = formatWitnessRequest(request);
    const response = await fetch(`${url}/add-checkpoint`, { method: 'POST', body, ...options() });
    const text = await limited(response);
    if (response.status === 200) return { kind: 'cosigned', lines: text };
    if (response.status === 409) return conflict(response.headers.get('content-type'), text);
    if (response.status === 422) return { kind: 'fork', message: text.trim() };
    return { kind: 'unreachable', message: `It answered ${response.status}.` };
  } catch (error) {
    return { kind: 'unreachable', message: wordsOf(error) };
  }
}

/** The newest checkpoint that a witness has cosigned of a log, as a note; undefined where it has none or is not there. */
export async function newestOfWitness({ url }: ReachableWitness, origin: string): Promise<string | undefined> {
  try {
    const response = await fetch(`${url}/${logNameAtWitness(origin)}/checkpoint`, options());
    return response.status === 200 ? await limited(response) : undefined;
  } catch {
    return undefined;
  }
}

function options(): RequestInit {
  return { redirect: 'error', signal: AbortSignal.timeout(TIMEOUT_MS) };
}

// Any other conflict is the witness's word that the tree is another one.
function conflict(type: string | null, text: string): WitnessAnswer {
  const size = type === 'text/x.tlog.size' && /^(?:0|[1-9]\d{0,15})\n$/.test(text) ? Number(text) : Number.NaN;
  if (Number.isSafeInteger(size)) return { kind: 'stale', size };
  return { kind: 'fork', message: text.trim() };
}

async function limited(response: Response): Promise<string> {
  let text = '';
  const decoder = new TextDecoder('utf-8', { fatal: true });
  for await (const piece of response.body ?? []) {
    text += decoder.decode(piece, { stream: true });
    if (text.length > LARGEST_ANSWER) throw new Error('The answer is too long.');
  }
  return text + decoder.decode();
}

function wordsOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? error.cause.message : error.message;
}

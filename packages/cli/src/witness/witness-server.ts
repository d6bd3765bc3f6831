// A witness over HTTP, C2SP tlog-witness: cosigns checkpoints that follow from what it cosigned before.

import {
  considerCheckpoint,
  cosigner,
  formatSignature,
  type LogKeySpan,
  openLogCheckpoint,
  ProofError,
  parseWitnessRequest,
  type SignerKey,
  type WitnessVerdict,
} from '@patrec/ledger';
import Fastify, { type FastifyInstance, type FastifyReply } from 'fastify';
import type { WitnessStates } from './witness-state.ts';

const LARGEST_BYTES = 64 * 1024;

export interface Witness {
  readonly key: SignerKey;
  /** The keys of the logs that it looks after, by their origins, which are the keys' names; of a log several, in its change. */
  readonly logs: readonly LogKeySpan[];
  readonly states: WitnessStates;
  /** In seconds since 1970. */
  readonly clock: () => number;
}

const REFUSALS: Readonly<Record<Exclude<WitnessVerdict['kind'], 'cosign' | 'stale'>, readonly [number, string]>> = {
  'unknown-log': [404, 'This witness does not look after that log.\n'],
  'not-signed': [403, 'The log has not signed this checkpoint.\n'],
  'larger-old-size': [400, 'The old size is larger than the checkpoint.\n'],
  inconsistent: [422, 'The checkpoint does not follow from the one that was cosigned before.\n'],
};

/** Builds the server; it listens when its caller says so. */
export function witnessServer(witness: Witness): FastifyInstance {
  const server = Fastify({ bodyLimit: LARGEST_BYTES, requestTimeout: 10_000 });
  server.removeAllContentTypeParsers();
  server.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));

  // One after another: between reading a log's state and saving the next nobody else may come.
  let turn: Promise<unknown> = Promise.resolve();
  server.post('/add-checkpoint', (request, reply) => {
    const answer = turn.then(() => addCheckpoint(witness, request.body, reply));
    turn = answer.catch(() => undefined);
    return answer;
  });
  server.get<{ Params: { log: string } }>('/:log/checkpoint', (request, reply) => {
    const note = witness.states.noteOf(request.params.log);
    return note === undefined ? text(reply, 404, 'Nothing was cosigned of that log.\n') : text(reply, 200, note);
  });
  return server;
}

async function addCheckpoint(witness: Witness, body: unknown, reply: FastifyReply): Promise<FastifyReply> {
  const { logs, states } = witness;
  try {
    const request = parseWitnessRequest(new TextDecoder('utf-8', { fatal: true }).decode(body as Buffer));
    const verdict = considerCheckpoint(request, logs, states.stateOf);
    if (verdict.kind === 'cosign') return text(reply, 200, await cosign(witness, request.note, verdict));
    if (verdict.kind === 'stale') return reply.code(409).type('text/x.tlog.size').send(`${verdict.size}\n`);
    return text(reply, ...REFUSALS[verdict.kind]);
  } catch (error) {
    if (error instanceof ProofError || error instanceof TypeError) return text(reply, 400, `${error.message}\n`);
    throw error;
  }
}

// Saved before it is said: what a crash takes away was never told to anybody.
async function cosign(
  { key, logs, states, clock }: Witness,
  note: string,
  { checkpoint, text: said }: Extract<WitnessVerdict, { kind: 'cosign' }>,
): Promise<string> {
  const { origin } = checkpoint;
  const { name, keyId, sign } = cosigner(key, clock());
  const line = formatSignature({ name, keyId, signature: sign(new TextEncoder().encode(said)) });
  const signed = openLogCheckpoint(note, origin, logs).note.signatures;
  await states.save(origin, `${said}\n${signed.map(formatSignature).join('')}${line}`);
  return line;
}

function text(reply: FastifyReply, status: number, body: string): FastifyReply {
  return reply.code(status).type('text/plain; charset=utf-8').send(body);
}

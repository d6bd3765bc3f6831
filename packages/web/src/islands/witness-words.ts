// Who cosigned a checkpoint, in words, and the keys that were believed.
import type { WitnessMessage } from '../components/ledger/check-messages.ts';
import { type Fact, fill } from './answer-box.ts';
import type { Witnessing } from './witnessing.ts';

type Messages = Readonly<Record<WitnessMessage, string>>;

/** `witnessed by N of M`, or that it is unwitnessed. */
export function witnessWords(messages: Messages, { witnesses, enough }: Witnessing): string {
  const signed = witnesses.filter((witness) => witness.signed);
  if (witnesses.length === 0) return messages['witness.none'];
  const words = messages[enough && signed.length > 0 ? 'witness.enough' : 'witness.few'];
  const names = signed.map(({ name }) => name).join(', ');
  return fill(words, { count: signed.length, all: witnesses.length, names });
}

/** The keys that were believed, by their fingerprints. */
export function keyFacts(messages: Messages, { logs, witnesses }: Witnessing): Fact[] {
  return [
    ...logs.map((log): Fact => [messages['witness.logKey'], log, 'hash']),
    ...witnesses.map(({ name, key }): Fact => [fill(messages['witness.key'], { name }), key, 'hash']),
  ];
}

// Trust policies, C2SP tlog-policy: which logs' checkpoints count, who the witnesses are, and how many of them make a quorum.
//
//     log log.example/patrec+d2ae…+AX2x…
//     witness north north.example/w+8d66…+BCQz… https://north.example/witness
//     witness south south.example/w+1f0a…+BKa7…
//     group both all north south
//     quorum both
import { hex } from './bytes.ts';
import { parseCheckpoint } from './checkpoint.ts';
import { cosignatureTime, cosignatureVerifier } from './cosignature.ts';
import { KEY_SPAN, type LogCheckpoint, type LogKeySpan, openLogCheckpoint, parseKeySpan } from './log-keys.ts';
import { isBy, noteText } from './note.ts';
import { ProofError } from './proof-error.ts';
import { COSIGNATURE, ED25519, parseVerifierKey, type VerifierKey } from './verifier-key.ts';

const NO_QUORUM = 'none';

// Policies are written by hand; whoever needs more has made a mistake, or means harm.
const MOST_LINES = 1_000;

/** A key of a log; its name is the log's origin. `url` is where it is served. */
export interface PolicyLog extends LogKeySpan {
  readonly url?: string;
}

/** A witness by the name that the policy gives it; `url` is its submission prefix. */
export interface PolicyWitness {
  readonly name: string;
  readonly key: VerifierKey;
  readonly url?: string;
}

interface Group {
  readonly threshold: number;
  readonly members: readonly string[];
}

export interface Policy {
  readonly logs: readonly PolicyLog[];
  readonly witnesses: readonly PolicyWitness[];
  readonly groups: ReadonlyMap<string, Group>;
  /** The name of a witness or of a group, or `none`. */
  readonly quorum: string;
}

/** A checkpoint that a log of the policy signed, who cosigned it when (seconds since 1970), and whether that is a quorum. */
export interface WitnessedCheckpoint extends LogCheckpoint {
  readonly cosigned: readonly { readonly name: string; readonly time: number }[];
  readonly witnessed: boolean;
}

/** Gives the policy of its text. Throws ProofError `policy`, naming the line, or as parseVerifierKey does. */
export function parsePolicy(text: string): Policy {
  if (/[^\P{Cc}\n\t]/u.test(text)) throw malformed('it holds control characters');
  const lines = text.split('\n').map((line) => line.split(/[ \t]+/).filter((word) => word !== ''));
  if (lines.length > MOST_LINES) throw malformed(`it has more than ${MOST_LINES} lines`);
  const draft: Draft = { logs: [], witnesses: [], groups: new Map(), quorum: undefined, used: new Set() };
  for (const [i, [keyword, ...words]] of lines.entries()) {
    if (keyword === undefined || (keyword.startsWith('#') && keyword !== KEY_SPAN)) continue;
    const read = Object.hasOwn(KEYWORDS, keyword) ? KEYWORDS[keyword] : undefined;
    const problem = read ? read(draft, words) : `begins with ${keyword}, which is no keyword`;
    if (problem !== undefined) throw malformed(`line ${i + 1} ${problem}`);
  }
  const { logs, witnesses, groups, quorum } = draft;
  if (quorum === undefined) throw malformed('it has no quorum line; `quorum none` asks for no cosignature');
  return { logs, witnesses, groups, quorum };
}

/** Gives the text of the policy that trusts the log of a verifier key, and asks for no witness. */
export function policyOfLog(verifierKey: string): string {
  return `log ${verifierKey}\nquorum ${NO_QUORUM}\n`;
}

/**
 * Opens a checkpoint by a policy. A quorum that is missing is told, not thrown: whoever shows the checkpoint says so. Throws
 * ProofError `policy` for a log that the policy does not name, or as openLogCheckpoint does: one known witness whose
 * signature fails spoils the note.
 */
export function openWitnessed(note: string, { logs, witnesses, groups, quorum }: Policy): WitnessedCheckpoint {
  const { origin } = parseCheckpoint(noteText(note));
  if (!logs.some(({ key }) => key.name === origin))
    throw new ProofError('policy', `The policy does not name the log ${origin}.`);
  const others = witnesses.map(({ key }) => cosignatureVerifier(key));
  const opened = openLogCheckpoint(note, origin, logs, others);
  const cosigned = witnesses.flatMap(({ name, key }) => {
    const line = opened.note.signatures.find((one) => isBy(one, key));
    return line ? [{ name, time: cosignatureTime(line) }] : [];
  });
  const names = new Set(cosigned.map(({ name }) => name));
  return { ...opened, cosigned, witnessed: quorum === NO_QUORUM || hasCosigned(groups, names, quorum) };
}

function hasCosigned(groups: Policy['groups'], cosigned: ReadonlySet<string>, name: string): boolean {
  const group = groups.get(name);
  if (!group) return cosigned.has(name);
  return group.members.filter((member) => hasCosigned(groups, cosigned, member)).length >= group.threshold;
}

interface Draft {
  readonly logs: PolicyLog[];
  readonly witnesses: PolicyWitness[];
  readonly groups: Map<string, Group>;
  /** Names that are in a group already: a witness counts in one way only. */
  readonly used: Set<string>;
  quorum: string | undefined;
}

// Each adds its line to the draft, or says what is wrong with it.
const KEYWORDS: Readonly<Record<string, (draft: Draft, words: string[]) => string | undefined>> = {
  log({ logs }, [key, url, ...more]) {
    if (key === undefined || more.length > 0) return 'is not `log KEY [URL]`';
    const parsed = parseVerifierKey(key, ED25519);
    if (logs.some((log) => isSameKey(log.key, parsed))) return 'names a log’s key a second time';
    logs.push({ key: parsed, ...(url === undefined ? {} : { url }) });
    return undefined;
  },
  [KEY_SPAN]({ logs }, [key, ...words]) {
    const span = key === undefined ? undefined : parseKeySpan(words);
    if (key === undefined || !span) return `is not \`${KEY_SPAN} KEY [from SIZE] [until SIZE]\``;
    const parsed = parseVerifierKey(key, ED25519);
    const at = logs.findIndex((log) => isSameKey(log.key, parsed));
    const log = logs[at];
    if (!log) return 'is of a key that no line before names';
    if (log.from !== undefined || log.until !== undefined) return 'says the sizes of a key a second time';
    logs[at] = { ...log, ...span };
    return undefined;
  },
  witness(draft, [name, key, url, ...more]) {
    if (name === undefined || key === undefined || more.length > 0) return 'is not `witness NAME KEY [URL]`';
    const parsed = parseVerifierKey(key, COSIGNATURE);
    if (draft.witnesses.some((witness) => isSameKey(witness.key, parsed))) return 'names a witness’s key a second time';
    if (isTaken(draft, name)) return `gives the name ${name} a second time`;
    draft.witnesses.push({ name, key: parsed, ...(url === undefined ? {} : { url }) });
    return undefined;
  },
  group(draft, [name, wanted, ...members]) {
    if (name === undefined || wanted === undefined || members.length === 0)
      return 'is not `group NAME all|any|K NAME...`';
    if (isTaken(draft, name)) return `gives the name ${name} a second time`;
    const threshold = thresholdOf(wanted, members.length);
    if (threshold === undefined) return `asks for ${wanted} of ${members.length}`;
    for (const member of members) {
      if (member === NO_QUORUM || !isTaken(draft, member)) return `names ${member}, which no line before defines`;
      if (draft.used.has(member)) return `puts ${member} into a group a second time`;
      draft.used.add(member);
    }
    draft.groups.set(name, { threshold, members });
    return undefined;
  },
  quorum(draft, [name, ...more]) {
    if (name === undefined || more.length > 0) return 'is not `quorum NAME`';
    if (draft.quorum !== undefined) return 'is a second quorum';
    if (!isTaken(draft, name)) return `names ${name}, which no line before defines`;
    draft.quorum = name;
    return undefined;
  },
};

function isTaken({ witnesses, groups }: Draft, name: string): boolean {
  return name === NO_QUORUM || groups.has(name) || witnesses.some((witness) => witness.name === name);
}

function thresholdOf(wanted: string, members: number): number | undefined {
  if (wanted === 'all') return members;
  const threshold = wanted === 'any' ? 1 : Number(/^[1-9]\d{0,3}$/.exec(wanted)?.[0]);
  return threshold <= members ? threshold : undefined;
}

function isSameKey(a: VerifierKey, b: VerifierKey): boolean {
  return hex(a.publicKey) === hex(b.publicKey);
}

function malformed(why: string): ProofError {
  return new ProofError('policy', `Not a policy: ${why}.`);
}

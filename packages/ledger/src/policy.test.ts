import { expect, test } from 'vitest';
import { drawn } from '../test/chains.ts';
import { refusal } from '../test/refusal.ts';
import { formatCheckpoint } from './checkpoint.ts';
import { cosigner } from './cosignature.ts';
import { formatSignature, type NoteSigner, noteSigner, signNote } from './note.ts';
import { openWitnessed, parsePolicy, policyOfLog } from './policy.ts';
import { COSIGNATURE, formatVerifierKey, type SignerKey, signerKey } from './verifier-key.ts';

const log = signerKey('log.example/patrec', drawn('log'));
const names = ['x1', 'x2', 'x3', 'y1', 'y2'] as const;
type Name = (typeof names)[number];
const keys = Object.fromEntries(
  names.map((name) => [name, signerKey(`${name}.example/w`, drawn(name), COSIGNATURE)]),
) as Record<Name, SignerKey>;
const vkey = ({ name, publicKey, algorithm }: SignerKey) => formatVerifierKey(name, publicKey, algorithm);
const logLine = `log ${vkey(log)} https://log.example/log`;
const witnessLines = names.map((name) => `witness ${name} ${vkey(keys[name])} https://${name}.example`);
const POLICY = `# Two of the first and one of the second.
${logLine}

${witnessLines.join('\n')}
group xs 2 x1 x2 x3
\tgroup  ys any y1 y2
group both all xs ys
quorum both
`;
const policy = parsePolicy(POLICY);
const text = formatCheckpoint({ origin: log.name, size: 7, root: drawn('root') });
const noteOf = (...cosigners: NoteSigner[]) => signNote(text, [noteSigner(log), ...cosigners]);
const by = (name: Name, time = 100) => cosigner(keys[name], time);

test('a policy names logs, witnesses, groups and the quorum', () => {
  expect(policy.logs).toMatchObject([{ key: { name: 'log.example/patrec' }, url: 'https://log.example/log' }]);
  expect(policy.witnesses.map(({ name, url }) => [name, url])).toStrictEqual(
    names.map((name) => [name, `https://${name}.example`]),
  );
  expect([...policy.groups]).toStrictEqual([
    ['xs', { threshold: 2, members: ['x1', 'x2', 'x3'] }],
    ['ys', { threshold: 1, members: ['y1', 'y2'] }],
    ['both', { threshold: 2, members: ['xs', 'ys'] }],
  ]);
  expect(policy.quorum).toBe('both');
});

test.each<[readonly Name[], boolean]>([
  [[], false],
  [['x1', 'x2', 'x3'], false],
  [['x1', 'y1', 'y2'], false],
  [['x1', 'x2', 'y1'], true],
  [['x2', 'x3', 'y2'], true],
  [[...names], true],
])('cosigned by %j, a quorum is %s', (cosigners, witnessed) => {
  const opened = openWitnessed(noteOf(...cosigners.map((name) => by(name))), policy);
  expect(opened).toMatchObject({ origin: log.name, size: 7, witnessed });
  expect(opened.cosigned).toStrictEqual(cosigners.map((name) => ({ name, time: 100 })));
});

test('one witness counts once, however often it signs, and a stranger never', () => {
  const stranger = signerKey('stranger.example', drawn('stranger'), COSIGNATURE);
  expect(openWitnessed(noteOf(by('x1'), by('x1', 200), by('y1'), cosigner(stranger, 1)), policy).witnessed).toBe(false);
});

test('the log has to have signed; a known witness’s false signature spoils the note', () => {
  expect(refusal(() => openWitnessed(signNote(text, [by('x1'), by('x2'), by('y1')]), policy)).check).toBe('signature');
  const { name, keyId } = keys.x3;
  const forged = formatSignature({ name, keyId, signature: new Uint8Array(72) });
  expect(refusal(() => openWitnessed(noteOf(by('x1'), by('x2'), by('y1')) + forged, policy)).check).toBe('signature');
});

test('a checkpoint of a log that the policy does not name is refused', () => {
  const other = signerKey('log.example/other', drawn('other'));
  const note = signNote(formatCheckpoint({ origin: other.name, size: 7, root: drawn('root') }), [noteSigner(other)]);
  expect(refusal(() => openWitnessed(note, policy)).check).toBe('policy');
});

test('the policy of a key trusts that log, and asks for no witness', () => {
  const { logs, witnesses, quorum } = parsePolicy(policyOfLog(formatVerifierKey('log.example/x', drawn('key'))));
  expect([logs.map(({ key }) => key.name), witnesses, quorum]).toEqual([['log.example/x'], [], 'none']);
});

test('no quorum asked for is a quorum; a single witness can be one', () => {
  const open = parsePolicy(`${logLine}\nquorum none\n`);
  expect(openWitnessed(noteOf(), open)).toMatchObject({ witnessed: true, cosigned: [] });
  const one = parsePolicy(`${logLine}\n${witnessLines[0]}\nquorum x1`);
  expect(openWitnessed(noteOf(), one).witnessed).toBe(false);
  expect(openWitnessed(noteOf(by('x1')), one).witnessed).toBe(true);
});

const [x1] = witnessLines;
test.each([
  ['no quorum', `${logLine}\n`],
  ['two quorums', `${logLine}\nquorum none\nquorum none\n`],
  ['an unknown quorum', `${logLine}\nquorum x1\n`],
  ['a quorum of two names', `${x1}\nquorum x1 x1\n`],
  ['an unknown keyword', `${logLine}\nlogs\nquorum none\n`],
  ['a keyword of every object', 'constructor\nquorum none\n'],
  ['a keyword in capitals', `Log ${vkey(log)}\nquorum none\n`],
  ['a log twice', `${logLine}\n${logLine}\nquorum none\n`],
  ['a witness twice', `${x1}\n${x1?.replace(' x1 ', ' x9 ')}\nquorum none\n`],
  ['one name for two witnesses', `${x1}\n${witnessLines[1]?.replace(' x2 ', ' x1 ')}\nquorum none\n`],
  ['a witness named none', `${x1?.replace(' x1 ', ' none ')}\nquorum none\n`],
  ['a log’s key for a witness', `witness x1 ${vkey(log)}\nquorum none\n`],
  ['a witness’s key for a log', `log ${vkey(keys.x1)}\nquorum none\n`],
  ['a word too many', `${logLine} more\nquorum none\n`],
  ['a group of nobody', `${x1}\ngroup g all\nquorum none\n`],
  ['a group with none in it', `${x1}\ngroup g any x1 none\nquorum none\n`],
  ['a group that comes before its member', `group g any x1\n${x1}\nquorum g\n`],
  ['a group in itself', `${x1}\ngroup g any x1 g\nquorum g\n`],
  ['a member of two groups', `${x1}\ngroup g any x1\ngroup h any x1\nquorum h\n`],
  ['a member twice', `${x1}\ngroup g 2 x1 x1\nquorum g\n`],
  ['a threshold of zero', `${x1}\ngroup g 0 x1\nquorum g\n`],
  ['a threshold above its members', `${x1}\ngroup g 2 x1\nquorum g\n`],
  ['a threshold that is no number', `${x1}\ngroup g 1e0 x1\nquorum g\n`],
  ['carriage returns', `${logLine}\r\nquorum none\r\n`],
])('a policy with %s is refused', (_, wrong) => {
  expect(['policy', 'verifier-key']).toContain(refusal(() => parsePolicy(wrong)).check);
});

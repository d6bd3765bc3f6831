// Erasures as rows, held against the Tasks that propose and end them and against what their blocks say is gone: two
// administrators, one law, and no more than was agreed on. That what is missing is named the walk along the chain shows.

import { isErasure, type JsonObject, objectAt, objectsAt, parseJson, textAt } from '@patrec/fhir';
import { parseErasure } from '@patrec/ledger';
import type { Db } from '../../db/pool.ts';
import { statement } from '../../db/statement.ts';
import { extentHash } from '../../records/erasure-extent.ts';
import { erasureManifests } from '../../records/erasure-manifests.ts';
import { mismatch, type Problem } from './problem.ts';
import { newestOf, type ProvedBlock, type Tally } from './tally.ts';

type Said = readonly unknown[];

interface Row {
  readonly id: string;
  readonly record: number | null;
  readonly basis: string;
  readonly reference: string;
  readonly reason: string;
  readonly extent: string;
  readonly proposer: string | null;
  readonly proposed: string;
  readonly until: string;
  readonly state: string;
  readonly ender: string | null;
  readonly ended: string | null;
  readonly seq: number | null;
}

const time = (column: string) => `to_char(e.${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
const selectErasures = statement(
  'verify.erasures',
  `SELECT e.id, e.record, e.basis, e.reference, e.reason, e.extent, a.login AS proposer, ${time('proposed_at')} AS proposed,
     ${time('until')} AS until, e.state, b.login AS ender, ${time('ended_at')} AS ended, e.block_seq AS seq
   FROM erasure e LEFT JOIN account a ON a.id = e.proposed_by AND a.role = 'administrator'
     LEFT JOIN account b ON b.id = e.ended_by AND b.role = 'administrator' WHERE e.chain = $1`,
);
const selectErased = statement('verify.erased-records', 'SELECT number, erasure FROM erased_record WHERE chain = $1');
const selectContradicted = statement(
  'verify.erased-contents',
  `SELECT c.record FROM erased_content c WHERE c.chain = $1
     AND (EXISTS (SELECT FROM resource_version v WHERE v.chain = c.chain AND v.id = c.id)
       OR EXISTS (SELECT FROM file f WHERE f.chain = c.chain AND f.id = c.id)
       OR NOT EXISTS (SELECT FROM erased_record r WHERE r.chain = c.chain AND r.number = c.record)) LIMIT 1`,
);

/** Holds the erasures of a chain against what the chain says. */
export async function checkErasureRows(db: Db, tally: Tally): Promise<Problem[]> {
  const { chain, name } = tally;
  const [rows, erased, manifests, contradicted] = await Promise.all([
    db.rows<Row>(selectErasures, [chain]),
    db.rows<{ number: number; erasure: string }>(selectErased, [chain]),
    erasureManifests(db, chain),
    db.rows<{ record: number }>(selectContradicted, [chain]),
  ]);
  const stated = newestOf(tally, 'Task').flatMap(([id, { row, resource }]) =>
    isErasure(resource) ? [JSON.stringify([id, ...taskSays(resource, row.block_seq)])] : [],
  );
  const found = new Set(rows.map((row) => JSON.stringify(rowSays(row))));
  const by = manifests.flatMap(({ id, bytes }) =>
    parseErasure(bytes).blocks.flatMap(({ records }) => records.map((number) => `${number} ${id}`)),
  );
  const told = new Set(erased.map(({ number, erasure }) => `${number} ${erasure}`)).symmetricDifference(new Set(by));
  const numbers = new Set([...told].map((one) => Number.parseInt(one, 10)));
  return [
    ...(found.symmetricDifference(new Set(stated)).size > 0
      ? [mismatch(name, 'An erasure does not say what the chain says, or is not by two administrators.')]
      : []),
    ...[...numbers].map((number) =>
      mismatch(`${name}-REC${number}`, 'It is erased, or not, against what the chain says.'),
    ),
    ...contradicted.map(({ record }) =>
      mismatch(`${name}-REC${record}`, 'Something of it counts as erased that is not.'),
    ),
  ];
}

/** Holds a block that erases against the proposal before it: by somebody else, on the same basis, of the same extent. */
export function checkErasing(tally: Tally, { header, statement: stated, contents, erasure }: ProvedBlock): Problem[] {
  if (stated.type !== 'erasure') return [];
  const tasks = contents.filter(({ type }) => type === 'Task').map(({ bytes }) => parseJson(bytes) as JsonObject);
  for (const task of tasks.filter((one) => versionOf(one) === '1'))
    tally.proposals.set(String(task.id), { by: stated.author, extent: inputsOf(task)[1] });
  const done = tasks.find((task) => stateOf(task) === 'erased');
  if (!done && !erasure) return [];
  const proposal = tally.proposals.get(String(done?.id));
  const right =
    done !== undefined &&
    erasure !== undefined &&
    proposal !== undefined &&
    proposal.by !== stated.author &&
    erasure.basis === basisOf(done) &&
    erasure.reference === inputsOf(done)[0] &&
    extentHash(erasure.blocks) === proposal.extent;
  return right ? [] : [mismatch(tally.name, `Block ${header.seq} erases what two administrators did not agree on.`)];
}

function rowSays(row: Row): Said {
  const { id, record, basis, reference, reason, extent, proposer, proposed, until, state, ender, ended, seq } = row;
  return [id, record, basis, reference, reason, extent, proposer, proposed, until, state, ender, ended, seq];
}

function taskSays(task: JsonObject, seq: number): Said {
  const [note] = objectsAt(task, 'note');
  const state = stateOf(task);
  return [
    recordOf(task),
    basisOf(task),
    ...inputsOf(task).toSpliced(1, 0, textAt(note, 'text')),
    loginAt(task, 'requester'),
    textAt(task, 'authoredOn'),
    textAt(objectAt(objectAt(task, 'restriction'), 'period'), 'end'),
    state,
    loginAt(task, 'owner'),
    textAt(objectAt(task, 'executionPeriod'), 'end') ?? null,
    state === 'erased' ? seq : null,
  ];
}

/** What a block of that type is in the access log, by its Tasks. */
export function erasureAction(contents: ProvedBlock['contents']) {
  const [task] = contents
    .filter(({ type }) => type === 'Task')
    .sort((a, b) => a.version - b.version)
    .map(({ bytes }) => parseJson(bytes) as JsonObject);
  if (!task || !isErasure(task)) return undefined;
  const actions = { withdrawn: 'withdraw-erasure', refused: 'refuse-erasure', erased: 'erase' } as const;
  const state = stateOf(task);
  const action = state !== undefined && state in actions ? actions[state as keyof typeof actions] : 'propose-erasure';
  const record = recordOf(task);
  return { action, basis: 'duty', ...(record !== null && { record }) } as const;
}

function recordOf(task: JsonObject): number | null {
  const label = textAt(objectAt(objectAt(task, 'focus'), 'identifier'), 'value');
  return label === undefined ? null : Number(label.split('-REC')[1]);
}

function versionOf(task: JsonObject): string | undefined {
  return textAt(objectAt(task, 'meta'), 'versionId');
}

function stateOf(task: JsonObject): string | undefined {
  return textAt(objectAt(task, 'businessStatus'), 'text');
}

function basisOf(task: JsonObject): string | undefined {
  return textAt(objectAt(task, 'reasonCode'), 'text');
}

// The reference, then the hash of the extent.
function inputsOf(task: JsonObject): (string | undefined)[] {
  return objectsAt(task, 'input').map((input) => textAt(input, 'valueString'));
}

function loginAt(task: JsonObject, member: string): string | null {
  return textAt(objectAt(objectAt(task, member), 'identifier'), 'value') ?? null;
}

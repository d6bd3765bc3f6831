// What patients asked to be corrected, as rows, held against the newest Tasks that say so.

import { isCorrection, type JsonObject, objectAt, objectsAt, textAt } from '@patrec/fhir';
import type { Db } from '../../db/pool.ts';
import { statement } from '../../db/statement.ts';
import { mismatch, type Problem } from './problem.ts';
import { newestOf, type Tally } from './tally.ts';

const time = (column: string): string => `to_char(c.${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
const selectCorrections = statement(
  'verify.corrections',
  `SELECT c.id, c.record, c.wrong, c.should, c.state, ${time('asked_at')} AS asked, ${time('due_at')} AS due, c.answer,
     ${time('answered_at')} AS answered, a.login AS answerer, c.author = r.author AS own
   FROM correction c LEFT JOIN record r ON r.chain = c.chain AND r.number = c.record
     LEFT JOIN account a ON a.id = c.answered_by WHERE c.chain = $1`,
);

interface Row {
  readonly id: string;
  readonly record: number;
  readonly wrong: string;
  readonly should: string;
  readonly state: string;
  readonly asked: string;
  readonly due: string;
  readonly answer: string;
  readonly answered: string | null;
  readonly answerer: string | null;
  /** True where it waits for whoever wrote the record. */
  readonly own: boolean | null;
}

/** Holds the corrections of a chain against what the chain says. */
export async function checkCorrectionRows(db: Db, { chain, name, newest }: Tally): Promise<Problem[]> {
  const rows = await db.rows<Row>(selectCorrections, [chain]);
  const found = new Set(rows.map((row) => JSON.stringify(rowSays(row))));
  const stated = new Set(
    newestOf({ newest }, 'Task').flatMap(([id, { resource }]) =>
      isCorrection(resource) ? [JSON.stringify([id, ...taskSays(resource)])] : [],
    ),
  );
  const [differing] = found.symmetricDifference(stated);
  return differing ? [mismatch(name, 'A request for correction does not say what the chain says.')] : [];
}

function rowSays({ id, record, wrong, should, state, asked, due, answer, answered, answerer, own }: Row): unknown[] {
  return [id, record, wrong, should, state, asked, due, answer, answered, answerer, own];
}

function taskSays(task: JsonObject): unknown[] {
  const [wrong, should] = objectsAt(task, 'input').map((input) => textAt(input, 'valueString'));
  const [note] = objectsAt(task, 'note');
  return [
    correctedRecord(task),
    wrong,
    should,
    textAt(objectAt(task, 'businessStatus'), 'text'),
    textAt(task, 'authoredOn'),
    textAt(objectAt(objectAt(task, 'restriction'), 'period'), 'end'),
    textAt(note, 'text') ?? '',
    textAt(note, 'time') ?? null,
    textAt(note, 'authorString') ?? null,
    true,
  ];
}

/** The number of the record that such a Task is about. */
export function correctedRecord(task: JsonObject): number {
  return Number(textAt(objectAt(objectAt(task, 'focus'), 'identifier'), 'value')?.split('-REC')[1]);
}

// What two of the desk did for a patient, as rows, held against what the patient's chain says of it: what was entered, who
// opened it, and who confirmed or cancelled it.

import type { Db } from '../../db/pool.ts';
import { statement } from '../../db/statement.ts';
import { statedDetails } from '../../identity/desk-act.ts';
import type { DeskEntry } from '../../identity/desk-act-store.ts';
import { type AccountAct, accountActs } from './account-rows.ts';
import { mismatch, type Problem } from './problem.ts';
import type { Tally } from './tally.ts';

type Row = DeskEntry & {
  readonly id: string;
  readonly document: string;
  readonly openedBy: string;
  readonly openedAt: string;
  readonly state: string;
  readonly endedBy: string | null;
  readonly endedAt: string | null;
};

const ISO = `'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'`;
const selectRows = statement(
  'verify.desk-acts',
  `SELECT id, kind, details, document, opened_by AS "openedBy", state, ended_by AS "endedBy",
     to_char(opened_at AT TIME ZONE 'UTC', ${ISO}) AS "openedAt", to_char(ended_at AT TIME ZONE 'UTC', ${ISO}) AS "endedAt"
   FROM desk_act WHERE chain = $1`,
);

/** Holds every act at the desk for a patient against what the chain says. */
export async function checkDeskRows(db: Db, tally: Tally): Promise<Problem[]> {
  const rows = await db.rows<Row>(selectRows, [tally.chain]);
  const differing = new Set(rows.map(rowText)).symmetricDifference(new Set(statedTexts(accountActs(tally))));
  return differing.size === 0 ? [] : [mismatch(tally.name, 'What was done at the desk is not what the chain says.')];
}

function rowText(row: Row): string {
  const { id, document, openedBy, openedAt, state, endedBy, endedAt } = row;
  const opened = { act: id, document, ...statedDetails(row) };
  return textOf(row.kind, openedBy, openedAt, opened, [state, endedBy, endedAt]);
}

function statedTexts(acts: readonly AccountAct[]): string[] {
  const ended = new Map<string | undefined, AccountAct>();
  for (const act of acts) if (/^(confirm|cancel)-desk-/.test(act.action)) ended.set(act.details.act, act);
  return acts
    .filter(({ action }) => action.startsWith('open-desk-'))
    .map(({ action, by, at, details }) => {
      const kind = action.slice('open-desk-'.length);
      const end = ended.get(details.act);
      const state = end?.action === `confirm-desk-${kind}` ? 'confirmed' : 'cancelled';
      return textOf(kind, by, at, details, end ? [state, end.by, end.at] : ['open', null, null]);
    });
}

function textOf(
  kind: string,
  by: string,
  at: string,
  details: Readonly<Record<string, string>>,
  end: readonly (string | null)[],
): string {
  const sorted = Object.entries(details).sort(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify([kind, by, at, sorted, ...end]);
}

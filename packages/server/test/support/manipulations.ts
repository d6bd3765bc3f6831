// What somebody with the database's password may do to it, in SQL, and what the whole check has to say then.

/** `:chain` is PAT001's chain, `:other` PAT002's; `finds` is held against where and what each problem is said to be. */
export interface Manipulation {
  readonly what: string;
  readonly sql: string;
  readonly finds: RegExp;
}

const REC2 = `chain = ':chain' AND record = 2`;
const ROW2 = `chain = ':chain' AND number = 2`;
const BLOCK2 = `(SELECT block_seq FROM record WHERE ${ROW2})`;
const LAST = `(SELECT seq FROM chain_head WHERE chain = ':chain')`;
const GRANT = `chain = ':chain' AND revoked_at IS NULL`;
const flip = (column: string) => `set_byte(${column}, 20, get_byte(${column}, 20) # 1)`;
const copyOf = (table: string, columns: string, where: string) =>
  `INSERT INTO ${table} SELECT (jsonb_populate_record(t, jsonb_build_object(${columns}))).* FROM ${table} t
   WHERE ${where} LIMIT 1`;

const contents: Manipulation[] = [
  {
    what: 'one byte of a resource is changed',
    sql: `UPDATE resource_version SET bytes = ${flip('bytes')} WHERE ${REC2} AND type = 'Observation'`,
    finds: /^PAT001-REC2 commitment/,
  },
  {
    what: 'a salt is changed',
    sql: `UPDATE resource_version SET salt = ${flip('salt')} WHERE ${REC2} AND type = 'DiagnosticReport'`,
    finds: /^PAT001-REC2 commitment/,
  },
  {
    what: 'the bytes and salts of two records change places',
    sql: `UPDATE resource_version v SET bytes = o.bytes, salt = o.salt FROM resource_version o
          WHERE v.chain = ':chain' AND o.chain = v.chain AND v.type = 'DiagnosticReport' AND o.type = v.type
            AND v.record + o.record = 3`,
    finds: /^PAT001-REC1 commitment/,
  },
  {
    what: 'the numbers of two records change places in every table',
    sql: `UPDATE resource_version SET record = 3 - record WHERE chain = ':chain' AND record IN (1, 2);
          UPDATE observation SET record = 3 - record WHERE chain = ':chain' AND record IN (1, 2);
          UPDATE record SET number = 100 + number WHERE chain = ':chain' AND number IN (1, 2);
          UPDATE record SET number = 103 - number WHERE chain = ':chain' AND number > 100`,
    finds: /^PAT001-REC[12] index/,
  },
  {
    what: 'a resource is hidden: no longer current',
    sql: `UPDATE resource_version SET current = false WHERE ${REC2} AND type = 'Observation'`,
    finds: /^PAT001-REC2 index/,
  },
  {
    what: 'an old version of a permission is current again',
    sql: `UPDATE resource_version SET current = true WHERE chain = ':chain' AND type = 'Consent' AND NOT current`,
    finds: /^PAT001 index/,
  },
  {
    what: 'a resource without numbers is taken out of its record',
    sql: `UPDATE resource_version SET record = NULL WHERE ${REC2} AND convert_from(bytes, 'UTF8') LIKE '%5778-6%'`,
    finds: /^PAT001(-REC2)? index/,
  },
  {
    what: 'a resource is added under a block',
    sql: copyOf('resource_version', `'id', 'ffffffffffff-00000000000000000000'`, `${REC2}`),
    finds: /^PAT001(-REC2)? content/,
  },
  {
    what: 'a resource is added under no block',
    sql: copyOf('resource_version', `'id', 'ffffffffffff-00000000000000000000', 'block_seq', 9999`, `${REC2}`),
    finds: /^PAT001 index: .* contents/,
  },
  {
    what: 'a resource is deleted',
    sql: `DELETE FROM resource_version WHERE ${REC2} AND type = 'Observation'`,
    finds: /^PAT001-REC2 content/,
  },
];

const records: Manipulation[] = [
  {
    what: 'the title of a record is changed',
    sql: `UPDATE record SET title = 'Something else' WHERE ${ROW2}`,
    finds: /^PAT001-REC2 index/,
  },
  {
    what: 'the day of a record is moved into what a permission covers',
    sql: `UPDATE record SET day = '2020-01-01' WHERE ${ROW2}`,
    finds: /^PAT001-REC2 index/,
  },
  {
    what: 'the author of a record is changed',
    sql: `UPDATE record SET author = (SELECT id FROM account WHERE login = 'DOC2') WHERE ${ROW2}`,
    finds: /^PAT001-REC2 index/,
  },
  {
    what: 'a record is put at a time that is none',
    sql: `UPDATE record SET effective = 'infinity' WHERE ${ROW2}`,
    finds: /^PAT001/,
  },
  { what: 'a record is deleted', sql: `DELETE FROM record WHERE ${ROW2}`, finds: /^PAT001-REC2 index/ },
  {
    what: 'a record is put in under a block of another',
    sql: copyOf('record', `'number', 77`, ROW2),
    finds: /^PAT001(-REC77)? index/,
  },
  {
    what: 'a value of the trend is changed',
    sql: `UPDATE observation SET value = 14.2 WHERE ${REC2} AND code = '718-7'`,
    finds: /^PAT001-REC2 index/,
  },
  {
    what: 'a value of the trend is no number',
    sql: `UPDATE observation SET value = 'NaN' WHERE ${REC2} AND code = '718-7'`,
    finds: /^PAT001-REC2 index/,
  },
  { what: 'a value of the trend is deleted', sql: `DELETE FROM observation WHERE ${REC2}`, finds: /^PAT001-REC2/ },
  {
    what: 'a value of the trend is put in',
    sql: copyOf('observation', `'resource_id', 'x'`, REC2),
    finds: /^PAT001-REC2 index/,
  },
  {
    what: 'a flag of the trend is taken away',
    sql: `UPDATE observation SET flag = 'N' WHERE ${REC2} AND code = '718-7'`,
    finds: /^PAT001-REC2 index/,
  },
  {
    what: 'the name of a patient is changed',
    sql: `UPDATE patient SET name = 'Somebody Else' WHERE chain = ':chain'`,
    finds: /^PAT001 index/,
  },
  {
    what: 'two patients change numbers',
    sql: `UPDATE patient SET number = CASE number WHEN 'PAT001' THEN 'PAT002' ELSE 'PAT001' END;
          UPDATE patient_number SET chain = CASE chain WHEN ':chain' THEN ':other' ELSE ':chain' END`,
    finds: /^PAT00[12] index/,
  },
  {
    what: 'a number leads to another patient’s chart',
    sql: `UPDATE patient_number SET chain = ':other' WHERE number = 'PAT001'`,
    finds: /PAT001.* index/,
  },
  {
    what: 'a patient’s account is given another patient’s chart',
    sql: `UPDATE patient SET account_id = (SELECT id FROM account WHERE login = 'PAT002') WHERE chain = ':chain'`,
    finds: /^PAT001 index/,
  },
  { what: 'a patient is deleted', sql: `DELETE FROM patient WHERE chain = ':chain'`, finds: /:chain|PAT001/ },
];

const access: Manipulation[] = [
  {
    what: 'a permission is put in',
    sql: copyOf('access_grant', `'id', 'ffffffffffff-00000000000000000000'`, GRANT),
    finds: /^PAT001 index/,
  },
  {
    what: 'a permission is put in behind many others',
    sql: copyOf('access_grant', `'id', 'x', 'granted_at', '1970-01-01T00:00:00Z'::text`, GRANT),
    finds: /^PAT001 index/,
  },
  {
    what: 'a permission is put in on no patient’s chain',
    sql: copyOf('access_grant', `'chain', (SELECT institution_chain FROM installation)`, GRANT),
    finds: /^the institution index/,
  },
  {
    what: 'the end of a permission is moved',
    sql: `UPDATE access_grant SET until = until + interval '1 day' WHERE ${GRANT}`,
    finds: /^PAT001 index/,
  },
  {
    what: 'a permission never ends',
    sql: `UPDATE access_grant SET until = 'infinity' WHERE ${GRANT}`,
    finds: /^PAT001/,
  },
  {
    what: 'a permission is widened',
    sql: `UPDATE access_grant SET types = NULL WHERE ${GRANT}`,
    finds: /^PAT001 index/,
  },
  {
    what: 'a permission is given to another doctor',
    sql: `UPDATE access_grant SET grantee = (SELECT id FROM account WHERE login = 'DOC1') WHERE ${GRANT}`,
    finds: /^PAT001 index/,
  },
  {
    what: 'a permission changes its purpose',
    sql: `UPDATE access_grant SET purpose = 'DSRCH' WHERE ${GRANT}`,
    finds: /^PAT001 index/,
  },
  {
    what: 'a revocation is undone',
    sql: `UPDATE access_grant SET revoked_at = NULL WHERE chain = ':chain'`,
    finds: /^PAT001 index/,
  },
  {
    what: 'a revocation is dated back',
    sql: `UPDATE access_grant SET revoked_at = granted_at WHERE chain = ':chain' AND revoked_at IS NOT NULL`,
    finds: /^PAT001 index/,
  },
  { what: 'a permission is deleted', sql: `DELETE FROM access_grant WHERE ${GRANT}`, finds: /^PAT001 index/ },
  {
    what: 'a request says something else',
    sql: `UPDATE access_request SET note = 'No reason' WHERE chain = ':chain'`,
    finds: /^PAT001 index/,
  },
  {
    what: 'a request comes from another doctor',
    sql: `UPDATE access_request SET requester = (SELECT id FROM account WHERE login = 'DOC1')
          WHERE chain = ':chain' AND state = 'requested'`,
    finds: /^PAT001 index/,
  },
  {
    what: 'a denied request waits again',
    sql: `UPDATE access_request SET state = 'requested' WHERE chain = ':chain' AND state = 'denied'`,
    finds: /^PAT001 index/,
  },
  {
    what: 'a request is deleted',
    sql: `DELETE FROM access_request WHERE chain = ':chain' AND state = 'denied'`,
    finds: /^PAT001 index/,
  },
];

const events: Manipulation[] = [
  {
    what: 'a view is said to be somebody else’s',
    sql: `UPDATE access_event SET actor = (SELECT id FROM account WHERE login = 'ADM1')
          WHERE chain = ':chain' AND action = 'view-record'`,
    finds: /^PAT001 index/,
  },
  {
    what: 'a view is moved to another time',
    sql: `UPDATE access_event SET at = at - interval '1 day' WHERE chain = ':chain' AND action = 'view-record'`,
    finds: /^PAT001 index/,
  },
  {
    what: 'a view is deleted',
    sql: `DELETE FROM access_event WHERE chain = ':chain' AND action = 'view-record'`,
    finds: /^PAT001 index/,
  },
  {
    what: 'a view is put in among sealed ones',
    sql: copyOf('access_event', `'id', 'x'`, `chain = ':chain' AND action = 'view-record'`),
    finds: /^PAT001 index/,
  },
  {
    what: 'a view is put in under the block of a record',
    sql: copyOf('access_event', `'id', 'x', 'block_seq', ${BLOCK2}`, `chain = ':chain' AND action = 'view-record'`),
    finds: /^PAT001 index/,
  },
  {
    what: 'a view is unsealed, to be edited and sealed again',
    sql: `UPDATE access_event SET block_seq = NULL WHERE chain = ':chain' AND action = 'view-record'`,
    finds: /^PAT001 index/,
  },
  ...['write-record', 'grant-access', 'revoke-access', 'deny-access', 'request-access', 'register'].flatMap(
    (action): Manipulation[] => [
      {
        what: `the event of a block is deleted: ${action}`,
        sql: `DELETE FROM access_event WHERE chain = ':chain' AND action = '${action}'`,
        finds: /^PAT001 index/,
      },
      {
        what: `the event of a block is said to be somebody else’s: ${action}`,
        sql: `UPDATE access_event SET actor = (SELECT id FROM account WHERE login = 'ADM1')
              WHERE chain = ':chain' AND action = '${action}'`,
        finds: /^PAT001 index/,
      },
    ],
  ),
];

const chains: Manipulation[] = [
  {
    what: 'a block in the middle is deleted',
    sql: `DELETE FROM block WHERE chain = ':chain' AND seq = ${BLOCK2}`,
    finds: /^PAT001, block \d+ sequence/,
  },
  {
    what: 'the last block is deleted and all that speaks of it, the head put back',
    sql: `DELETE FROM access_event WHERE chain = ':chain' AND block_seq = ${LAST};
          DELETE FROM resource_version WHERE chain = ':chain' AND block_seq = ${LAST};
          DELETE FROM block WHERE chain = ':chain' AND seq = ${LAST};
          UPDATE chain_head h SET seq = b.seq, hash = b.hash FROM block b
          WHERE h.chain = ':chain' AND b.chain = h.chain AND b.seq = h.seq - 1`,
    finds: /^entry \d+ of the log log/,
  },
  {
    what: 'the head alone is put back',
    sql: `UPDATE chain_head SET seq = seq - 1 WHERE chain = ':chain'`,
    finds: /^PAT001, block \d+ sequence/,
  },
  {
    what: 'a block is moved to another chain',
    sql: `UPDATE block SET chain = ':other', seq = 500 WHERE chain = ':chain' AND seq = ${BLOCK2}`,
    finds: /^PAT00[12]/,
  },
  {
    what: 'the header of a block is edited',
    sql: `UPDATE block SET header = convert_to(replace(convert_from(header, 'UTF8'), '"recordedAt":"20', '"recordedAt":"19'), 'UTF8')
          WHERE chain = ':chain' AND seq = ${BLOCK2}`,
    finds: /^PAT001(-REC2|, block \d+) (header|time)/,
  },
  {
    what: 'the header of a block is no JSON',
    sql: `UPDATE block SET header = 'x' WHERE chain = ':chain' AND seq = ${BLOCK2}`,
    finds: /^PAT001-REC2 /,
  },
  {
    what: 'the statement of a block is edited',
    sql: `UPDATE block SET statement = ${flip('statement')} WHERE chain = ':chain' AND seq = ${BLOCK2}`,
    finds: /^PAT001-REC2 statement/,
  },
  ...['author', 'type', 'nonce'].map((column) => ({
    what: `the row of a block says another ${column}`,
    sql: `UPDATE block SET ${column} = 'account' WHERE chain = ':chain' AND seq = ${BLOCK2}`,
    finds: /^PAT001-REC2 header/,
  })),
  {
    what: 'the row of a block says another time',
    sql: `UPDATE block SET recorded_at = recorded_at - interval '1 year' WHERE chain = ':chain' AND seq = ${BLOCK2}`,
    finds: /^PAT001-REC2 header/,
  },
  {
    what: 'the head of a chain is deleted while its blocks remain',
    sql: `DELETE FROM chain_head WHERE chain = ':chain'`,
    finds: /^chain :chain index/,
  },
  {
    what: 'a patient’s chain is said to be the institution’s',
    sql: `UPDATE chain_head SET kind = 'institution' WHERE chain = ':chain';
          UPDATE access_grant SET until = until + interval '1 day' WHERE chain = ':chain'`,
    finds: /^PAT001/,
  },
  ...['record', 'resource_version', 'observation', 'access_request', 'access_grant', 'access_event', 'block'].map(
    (table) => ({
      what: `a row stands under a chain that there is not: ${table}`,
      sql: copyOf(table, `'chain', 'ffff'`, `chain = ':chain'`),
      finds: /^chain ffff index/,
    }),
  ),
  {
    what: 'a second patient stands under a chain that there is not',
    sql: copyOf('patient', `'chain', 'ffff', 'number', 'PAT077'`, `chain = ':chain'`),
    finds: /^chain ffff index/,
  },
];

const log: Manipulation[] = [
  {
    what: 'leaves are cut off',
    sql: `DELETE FROM log_leaf WHERE index >= 5; UPDATE log_state SET size = 5`,
    finds: /^the log log/,
  },
  { what: 'the last leaf is deleted', sql: `DELETE FROM log_leaf WHERE index = 5`, finds: /^entry 5 of the log log/ },
  {
    what: 'leaves are cut off that no checkpoint signed yet',
    sql: `DELETE FROM log_leaf WHERE index >= 5; UPDATE log_state SET size = 5; DELETE FROM log_checkpoint`,
    finds: /log log/,
  },
  {
    what: 'two leaves change places',
    sql: `UPDATE log_leaf SET index = index + 1000 WHERE index IN (3, 4);
          UPDATE log_leaf SET index = 1007 - index WHERE index >= 1000`,
    finds: /^entry 3 of the log log/,
  },
  {
    what: 'a tile is altered',
    sql: `UPDATE log_tile SET hashes = ${flip('hashes')} WHERE level = 0`,
    finds: /^tile 0\/0 of the log log/,
  },
  { what: 'a tile is deleted', sql: `DELETE FROM log_tile`, finds: /^tile 0\/0 of the log log/ },
  {
    what: 'a bundle is altered',
    sql: `UPDATE log_bundle SET entries = ${flip('entries')}`,
    finds: /^bundle 0 of the log log/,
  },
  { what: 'a bundle is deleted', sql: `DELETE FROM log_bundle`, finds: /^bundle 0 of the log log/ },
  {
    what: 'a checkpoint is altered',
    sql: `UPDATE log_checkpoint SET note = replace(note, E'\\n', E'\\n1')`,
    finds: /^the log’s checkpoint/,
  },
  {
    what: 'a block says another place in the log',
    sql: `UPDATE block SET leaf_index = leaf_index + 1 WHERE chain = ':chain' AND seq = ${BLOCK2}`,
    finds: /^entry \d+ of the log log/,
  },
  {
    what: 'a block forgets its place in the log',
    sql: `UPDATE block SET leaf_index = NULL WHERE chain = ':chain' AND seq = ${BLOCK2}`,
    finds: /^entry \d+ of the log log/,
  },
  {
    what: 'something waits for the log that is no block',
    sql: `INSERT INTO ledger_pending VALUES (':chain', 7777, sha256('x'))`,
    finds: /7777 log/,
  },
];

export const MANIPULATIONS: readonly Manipulation[] = [
  ...contents,
  ...records,
  ...access,
  ...events,
  ...chains,
  ...log,
];

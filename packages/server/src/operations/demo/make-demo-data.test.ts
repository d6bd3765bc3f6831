// The demonstration in a real database: begun, killed twice, finished, begun again.

import { type JsonObject, parseJson } from '@patrec/fhir';
import { validateResource } from '@patrec/fhir/validate';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestStore, type TestStore } from '../../../test/support/test-store.ts';
import { grantsOfPatient } from '../../access/grant-store.ts';
import { requestsOfPatient } from '../../access/request-store.ts';
import { statement } from '../../db/statement.ts';
import { transaction } from '../../db/transaction.ts';
import { accountByLogin, insertAccount } from '../../identity/account-store.ts';
import { isPassword } from '../../identity/password.ts';
import { now, randomHex } from '../../ledger/ledger.ts';
import { drainLog } from '../../ledger/run-log.ts';
import { patientReader } from '../../records/patient-store.ts';
import { verifyStore } from '../verify/verify-store.ts';
import { makeDemoData } from './make-demo-data.ts';
import { patients } from './people/everybody.ts';
import { entriesOf } from './write-histories.ts';

const counts = statement(
  'test.demo.counts',
  `SELECT (SELECT count(*) FROM account WHERE role <> 'system') AS accounts, (SELECT count(*) FROM patient) AS patients,
     (SELECT count(*) FROM record) AS records, (SELECT count(*) FROM block) AS blocks,
     (SELECT count(*) FROM resource_version) AS resources, (SELECT count(*) FROM access_request) AS requests`,
);
const allContents = statement('test.demo.contents', 'SELECT bytes FROM resource_version ORDER BY chain, block_seq');
const numbering = statement(
  'test.demo.numbering',
  `SELECT p.number, p.record_count AS taken, count(r.number) AS records, max(r.number) AS last
   FROM patient p LEFT JOIN record r ON r.chain = p.chain GROUP BY p.number, p.record_count ORDER BY p.number`,
);
const backwards = statement(
  'test.demo.backwards',
  'SELECT a.number FROM record a JOIN record b ON b.chain = a.chain AND b.number > a.number AND b.effective < a.effective',
);
const hba1c = statement(
  'test.demo.hba1c',
  `SELECT o.value FROM observation o JOIN patient_number n ON n.chain = o.chain
   WHERE n.number = 'PAT001' AND o.code = '4548-4' ORDER BY o.effective`,
);
const removeAccount = statement('test.demo.remove-account', 'DELETE FROM account WHERE id = $1');

interface Counts {
  readonly accounts: number;
  readonly patients: number;
  readonly records: number;
  readonly blocks: number;
}

let store: TestStore;
const said: string[] = [];
const say = (line: string) => said.push(line);

const counted = async () => (await store.db.rows<Counts>(counts, []))[0] as Counts;

beforeAll(async () => {
  store = await openTestStore();
});
afterAll(() => store.close());

// Ends the run the nth time that it asks what time it is, which it does for every registration and every record.
async function killedAt(reading: number): Promise<void> {
  const killed = new AbortController();
  let readings = 0;
  const clock = () => {
    readings += 1;
    if (readings === reading) killed.abort(new Error('killed'));
    return store.ledger.clock();
  };
  await makeDemoData({ db: store.db, ledger: { ...store.ledger, clock } }, say, killed.signal);
}

describe('makeDemoData', { timeout: 60_000 }, () => {
  it('leaves a store alone that holds other people', async () => {
    const id = randomHex(store.ledger, 16);
    const other = {
      id,
      login: 'DOC77',
      role: 'doctor',
      name: 'Other',
      status: 'active',
      passwordHash: null,
      demo: false,
    } as const;
    await transaction(store.db, (tx) => insertAccount(tx, other, now(store.ledger)));
    const before = await counted();
    await makeDemoData(store, say);
    expect(await counted()).toEqual(before);
    expect(said.splice(0)).toEqual(['No demo data: this store holds other people already.']);
    await store.db.rows(removeAccount, [id]);
  });

  it('stops when it is told to, while it registers and while it writes records', async () => {
    await expect(killedAt(20)).rejects.toThrow('killed');
    const registering = await counted();
    expect(registering.accounts).toBeGreaterThan(5);
    expect(registering.records).toBe(0);
    await expect(killedAt(400)).rejects.toThrow('killed');
    const writing = await counted();
    expect(writing.patients).toBe(28);
    expect(writing.records).toBeGreaterThan(20);
    expect(writing.records).toBeLessThan(300);
  });

  it('finishes what was begun, each record once', async () => {
    said.length = 0;
    await makeDemoData(store, say);
    const { accounts, patients: registered, records } = await counted();
    expect({ accounts, registered }).toEqual({ accounts: 44, registered: 28 });
    expect(records).toBeGreaterThan(350);
    expect(records).toBeLessThan(500);
    expect(said.at(-1)).toBe(`Making demo data: done, ${records} records of 28 patients.`);
    const rows = await store.db.rows<{ taken: number; records: number; last: number }>(numbering, []);
    expect(rows.every((row) => row.taken === row.records && row.last === row.records && row.records >= 5)).toBe(true);
    expect(await store.db.rows(backwards, [])).toEqual([]);
  });

  it('does nothing the second time', async () => {
    said.length = 0;
    const before = await counted();
    await makeDemoData(store, say);
    expect(await counted()).toEqual(before);
    expect(said).toEqual([]);
  });

  it('leaves a ledger that verifies', async () => {
    await drainLog(store.db, store.ledger, store.signer);
    const report = await verifyStore(store.db, store.identity);
    expect(report.problems).toEqual([]);
    expect(report.chains).toBe(29);
  });

  it('writes valid FHIR R4 only', async () => {
    const rows = await store.db.rows<{ bytes: Uint8Array }>(allContents, []);
    const resources = rows.map(({ bytes }) => parseJson(bytes) as JsonObject);
    expect(resources.flatMap((resource) => validateResource(resource))).toEqual([]);
    const types = new Set(resources.map(({ resourceType }) => resourceType));
    for (const type of [
      'Patient',
      'RelatedPerson',
      'AllergyIntolerance',
      'Encounter',
      'Condition',
      'Immunization',
      'Consent',
    ]) {
      expect(types).toContain(type);
    }
  });

  it('lets everybody sign in with the password that the start page names', async () => {
    for (const login of ['PAT001', 'PAT028', 'DOC1', 'DOC12', 'STF3', 'ADM1']) {
      const account = await accountByLogin(store.db, login);
      expect(account).toMatchObject({ demo: true, status: 'active' });
      expect(await isPassword(account?.passwordHash ?? null, 'password')).toBe(true);
    }
  });

  it('tells of a diabetic whose sugar falls and rises a little', async () => {
    const values = (await store.db.rows<{ value: string }>(hba1c, [])).map(({ value }) => Number(value));
    expect(values).toHaveLength(21);
    expect([values[0], Math.min(...values), values.at(-1)]).toEqual([9.1, 6.4, 6.7]);
  });

  it('leaves something to answer, and something answered', async () => {
    const byNumber = patientReader(store.db);
    const statesOf = async (number: string) => {
      const chain = (await byNumber(number))?.chain ?? '';
      return (await requestsOfPatient(store.db, chain)).map(({ state }) => state).sort();
    };
    expect(await Promise.all(['PAT001', 'PAT002', 'PAT003', 'PAT004'].map(statesOf))).toEqual([
      ['granted', 'requested'],
      ['granted', 'requested'],
      ['denied'],
      [],
    ]);
    const [grant] = await grantsOfPatient(store.db, (await byNumber('PAT001'))?.chain ?? '');
    const doctor = await accountByLogin(store.db, 'DOC6');
    expect(grant).toMatchObject({ grantee: doctor?.id, revokedAt: null, scope: { types: null, records: null } });
  });
});

describe('entriesOf', () => {
  it('gives the same on the same day, and the same entries a day later', () => {
    for (const patient of patients) {
      const today = entriesOf(patient, '2026-11-22');
      expect(entriesOf(patient, '2026-11-22')).toEqual(today);
      expect(new Set(today.map(({ key }) => key)).size).toBe(today.length);
      const keys = (day: string) =>
        entriesOf(patient, day)
          .map(({ key }) => key)
          .sort();
      expect(keys('2026-11-23')).toEqual(today.map(({ key }) => key).sort());
      expect(today.every(({ date }) => date < '2026-11-22')).toBe(true);
    }
  });
});

// Erasure by two administrators, over HTTP and against the real store: what goes, what stays, who is told, and that the chain
// says so afterwards.

import { parseJson } from '@patrec/fhir';
import { ERASURE, fromBase64, parseErasure, parseReceipt, parseStatement, verifyChain } from '@patrec/ledger';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { Actor } from '../src/access/actor.ts';
import { withholdRecord } from '../src/access/withhold-record.ts';
import { claimCopy, keepPart } from '../src/copies/copy-store.ts';
import { askForCopy } from '../src/copies/take-copy.ts';
import { transaction } from '../src/db/transaction.ts';
import { removeErasedObjects } from '../src/files/erased-objects.ts';
import { filesOfRecord } from '../src/files/stored-files.ts';
import { importBundle } from '../src/operations/import-bundle.ts';
import { verifyFiles, verifyFilesOf } from '../src/operations/verify/verify-files.ts';
import { verifyStore } from '../src/operations/verify/verify-store.ts';
import { consentToErasure } from '../src/records/consent-to-erasure.ts';
import { eraseContent } from '../src/records/erase-content.ts';
import { ERASURE_WAITS_MS, endProposal } from '../src/records/propose-erasure.ts';
import type { BlockProof } from '../src/records/prove.ts';
import { setAddress } from './support/account-acts.ts';
import { amendLaboratory } from './support/amendments.ts';
import { askFor } from './support/corrections.ts';
import { writeDocument } from './support/document-record.ts';
import { endSound } from './support/end-sound.ts';
import { erased, GROUNDS, otherAdministrator, proposed } from './support/erasures.ts';
import { accepted, onePatient } from './support/guardianships.ts';
import { writeLaboratory } from './support/laboratory-record.ts';
import { withManipulated } from './support/manipulated-store.ts';
import { erasures } from './support/manipulations/erasures.ts';
import { EVERY_RECORD, grant, share } from './support/permissions.ts';
import { practitioner } from './support/practitioners.ts';
import { pdfFile } from './support/sample-files.ts';
import { type Browser, startTestServer, type TestServer } from './support/test-server.ts';
import { waitsForLock } from './support/waits-for-lock.ts';

const SECRET = '987.5';
const AT = '2199-01-01T00:00:00.000Z';
const WORDS = 'The haemoglobin is not mine.';
let site: TestServer;
let second: Actor;
let first: Browser;
let other: Browser;
let chain: string;

beforeAll(async () => {
  site = await startTestServer();
  second = await otherAdministrator(site);
  first = await site.as(site.people.administrator);
  other = await site.as(second);
  chain = site.people.chart.chain;
  const { chart, doctor, patient } = site.people;
  await writeLaboratory(site, doctor, chart, { triglycerides: SECRET });
  await amendLaboratory(site, doctor, { chain, number: 1, version: 1 }, { triglycerides: SECRET, hba1c: '9.1' });
  await writeDocument(site, doctor, chart, pdfFile());
  await writeLaboratory(site, doctor, chart, { haemoglobin: '12.40' });
  await askFor(site, patient, 1);
  await setAddress(site, patient, 'lakshmi@example.org');
});
afterAll(() => endSound(site));

const plain = (body: string) =>
  body
    .replace(/<style>.*<\/style>/s, '')
    .replaceAll(/<[^>]+>/g, ' ')
    .replaceAll(/\s+/g, ' ');
const form = (more: Record<string, string> = {}) => ({
  number: 'pat001',
  what: 'record',
  record: 'REC1',
  ...GROUNDS,
  ...more,
});
const extentIn = (body: string) => /name="extent" value="([0-9a-f]{64})"/.exec(body)?.[1] ?? '';
const sound = async () => {
  await site.settle();
  return (await verifyStore(site.db, site.identity)).problems;
};

async function seenAndProposed(more: Record<string, string> = {}): Promise<string> {
  const seen = await first.post('/erasures', form({ step: 'preview', ...more }));
  const answer = await first.post('/erasures', form({ ...more, step: 'propose', extent: extentIn(seen.body) }));
  return /^\/erasures\/([^?]+)\?notice=erasure-proposed$/.exec(answer.headers.location ?? '')?.[1] ?? '';
}

/** The tables that hold the text somewhere, as text or as bytes. */
async function tablesWith(text: string): Promise<string[]> {
  const { rows } = await site.db.pool.query<{ name: string }>(
    `SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename`,
  );
  const hex = Buffer.from(text).toString('hex');
  const found = await Promise.all(
    rows.map(async ({ name }) => {
      const query = `SELECT 1 FROM ${name} t WHERE strpos(t::text, $1) > 0 OR strpos(t::text, $2) > 0 LIMIT 1`;
      return (await site.db.pool.query(query, [text, hex])).rows.length > 0 ? [name] : [];
    }),
  );
  return found.flat();
}

/** What a browser is sent to check the whole chain by itself, checked by the same functions; gives what it says was erased. */
async function checkedChain(person: Actor, number: string) {
  const browser = await site.as(person);
  const {
    log,
    chain: of,
    blocks,
  } = JSON.parse((await browser.get(`/patients/${number}/proof`)).body) as {
    readonly log: string;
    readonly chain: string;
    readonly blocks: readonly BlockProof[];
  };
  await verifyChain(blocks.map(evidenceOf), { log, chain: of });
  return blocks.flatMap(({ contents }) =>
    contents.filter((one) => one.mediaType === ERASURE).map(({ bytes }) => parseErasure(fromBase64(bytes))),
  );
}

function evidenceOf({ seq, header, statement, gone, erased: refs, contents, files }: BlockProof) {
  if (gone) return { seq, ...gone };
  const stated = fromBase64(statement ?? '');
  const here = contents.map(({ bytes, salt, ...one }) => ({
    ...one,
    bytes: fromBase64(bytes),
    salt: fromBase64(salt),
  }));
  const measured = parseStatement(stated).contents.filter(({ ref }) => files.some((file) => file.ref === ref));
  const all = [...here, ...measured];
  return {
    header: fromBase64(header ?? ''),
    statement: stated,
    contents: all,
    complete: true,
    ...(refs && { erased: refs }),
  };
}

describe('a record', () => {
  test('is erased after a preview without its content, by two administrators, each with a fresh proof', async () => {
    const patient = await site.as(site.people.patient);
    const { otherDoctor } = site.people;
    await grant(site, site.people.patient, otherDoctor);
    const narrow = await practitioner(site, 'doctor', 'Dr. Narrow');
    await grant(site, site.people.patient, narrow, { scope: { ...EVERY_RECORD, types: ['laboratory'] } });
    const ids = (
      await site.db.pool.query<{ id: string }>(
        `SELECT id FROM resource_version WHERE chain = $1 AND record = 1 AND type = 'Observation'`,
        [chain],
      )
    ).rows;
    expect(await tablesWith(SECRET)).toEqual(['observation', 'record', 'resource_version']);
    expect(await tablesWith(WORDS)).toEqual(['correction', 'resource_version']);

    const seen = await first.post('/erasures', form({ step: 'preview' }));
    for (const words of [
      'PAT001-REC1',
      'Laboratory',
      '1 record, of 01-Oct-2026',
      'Versions 2',
      'Requests for correction of it 1',
    ])
      expect(plain(seen.body)).toContain(words);
    for (const secret of [SECRET, 'riglyceride', 'Lakshmi']) expect(seen.body).not.toContain(secret);
    const id = await seenAndProposed();
    expect((await first.post(`/erasures/${id}/consent`, {})).statusCode).toBe(403);
    expect(await tablesWith(SECRET)).not.toEqual([]);

    site.clock.offset += 6 * 60_000;
    for (const url of ['/erasures/new', `/erasures/${id}`])
      expect((await other.get(url)).headers.location).toMatch(/^\/confirm\?by=factor/);
    expect((await other.post(`/erasures/${id}/consent`, {})).statusCode).toBe(403);
    [first, other] = [await site.as(site.people.administrator), await site.as(second)];
    expect(plain((await other.get('/')).body)).toContain('1 erasure waits for a second administrator');
    expect(plain((await other.get(`/erasures/${id}`)).body)).toContain('You are the second administrator');
    expect((await other.post(`/erasures/${id}/consent`, {})).headers.location).toBe(`/erasures/${id}?notice=erased`);
    expect(plain((await other.get(`/erasures/${id}`)).body)).toMatch(/Erased Joseph Mathew/);

    expect(await tablesWith(SECRET)).toEqual([]);
    expect(await tablesWith(WORDS)).toEqual([]);
    expect(await tablesWith('PAT001-REC1"')).toEqual(expect.arrayContaining(['resource_version'])); // that it was, and who did it
    expect(await sound()).toEqual([]);

    const told = plain((await patient.get('/patients/PAT001/records')).body);
    expect(told).toMatch(/Erased PAT001-REC1 Erased on \d\d-\w{3}-2026\. Legal basis: Order of a court/);
    const addresses = ['', '/print', '/record.pdf', '/document', '/proof', '/versions/1'];
    for (const rest of addresses) {
      const page = await patient.get(`/patients/PAT001/records/1${rest}`);
      expect([rest, page.statusCode]).toEqual([rest, 410]);
      expect(plain(page.body)).toContain(GROUNDS.reference);
    }
    const log = plain((await patient.get('/access/log')).body);
    for (const words of [
      'saw how much an erasure would take',
      'proposed an erasure',
      'consented to an erasure',
      'wrote',
    ])
      expect(log).toContain(words);
    const granted = await site.as(otherDoctor);
    const page = await granted.get('/patients/PAT001/records/1');
    expect(page.statusCode).toBe(410);
    expect(page.body).not.toContain(GROUNDS.reference);
    for (const { id: resource } of ids) {
      const answers = [site.people.patient, otherDoctor, narrow, site.people.otherPatient, second].map(async (who) => {
        const answer = await (await site.as(who)).get(`/fhir/Observation/${resource}`, {
          accept: 'application/fhir+json',
        });
        return [answer.statusCode, (parseJson(answer.rawPayload) as { issue: { code: string }[] }).issue[0]?.code];
      });
      expect(await Promise.all(answers)).toEqual([
        [410, 'deleted'],
        [410, 'deleted'],
        [404, 'not-found'],
        [404, 'not-found'],
        [404, 'not-found'],
      ]);
    }
    expect((await (await site.as(narrow)).get('/patients/PAT001/records/1')).statusCode).toBe(404);
    const { rows: mails } = await site.db.pool.query(
      `SELECT kind FROM mail_outbox WHERE kind LIKE 'eras%' ORDER BY created_at`,
    );
    expect(mails).toEqual([{ kind: 'erasure-proposed' }, { kind: 'erased' }]);
    expect((await verifyStore(site.db, site.identity)).erasures).toEqual([
      { where: 'PAT001', at: expect.stringMatching(/^2\d{3}-/), basis: 'court-order', blocks: 3 },
    ]);
  });

  test('that was erased leaves a chain that verifies from what the patient’s browser is sent, and says so', async () => {
    await site.settle();
    const [found, ...more] = await checkedChain(site.people.patient, 'PAT001');
    expect(found).toMatchObject({ basis: 'court-order', reference: GROUNDS.reference });
    expect(found?.blocks.map(({ records }) => records)).toEqual([[1], [], []]); // written, amended, asked to be corrected
    expect(more).toEqual([]);
    const patient = await site.as(site.people.patient);
    const { body } = await patient.get('/patients/PAT001/verify');
    expect(plain(body).match(/ Erased Entry /g)).toHaveLength(3);
    const { seq, hash } = found?.blocks[0] ?? { seq: -1, hash: '' };
    const own = await patient.get(`/patients/PAT001/entries/${seq + 1}`);
    expect([own.statusCode, own.body.includes(hash), own.body.includes('class="proof-figure"')]).toEqual([
      200,
      true,
      true,
    ]);
    expect(plain(own.body)).toMatch(/ Erased /);
    expect((await patient.get(`/patients/PAT001/entries/${seq + 1}/receipt`)).statusCode).toBe(404);
    const { rows } = await site.db.pool.query('SELECT block_seq FROM erasure WHERE manifest IS NOT NULL');
    const receipt = await patient.get(`/patients/PAT001/entries/${rows[0].block_seq + 1}/receipt?before`);
    const { contents } = parseReceipt(receipt.rawPayload);
    expect(contents.filter(({ mediaType }) => mediaType === ERASURE).map(({ bytes }) => parseErasure(bytes))).toEqual([
      found,
    ]);
  });

  test('of an import goes alone: the rest of its block stands, and verifies', async () => {
    const entry = (resource: object, i: number) => ({
      fullUrl: `urn:uuid:${i}`,
      resource,
      request: { method: 'POST', url: (resource as { resourceType: string }).resourceType },
    });
    const visit = (i: number) => [
      {
        resourceType: 'Encounter',
        status: 'finished',
        class: { code: 'AMB' },
        subject: { reference: 'urn:uuid:0' },
        period: { start: `202${i}-01-01T10:00:00Z` },
      },
      {
        resourceType: 'Condition',
        subject: { reference: 'urn:uuid:0' },
        encounter: { reference: `urn:uuid:${i * 2 - 1}` },
        code: { text: `Ailment ${i} of the import` },
      },
    ];
    const resources = [
      { resourceType: 'Patient', identifier: [{ system: 'urn:x', value: '1' }], name: [{ text: 'Anil Rao' }] },
      ...visit(1),
      ...visit(2),
    ];
    const bundle = { resourceType: 'Bundle', type: 'transaction', entry: resources.map(entry) };
    const bytes = new TextEncoder().encode(JSON.stringify(bundle));
    const { patient, records } = await importBundle(site, bytes, { passwordHash: null, demo: false });
    expect(records).toBe(2);
    const imported = (await site.app.patientByNumber(patient))?.chain ?? '';
    const reader = await practitioner(site, 'doctor', 'Dr. Second Visit');
    const { rows } = await site.db.pool.query('SELECT account_id FROM patient WHERE chain = $1', [imported]);
    const owner = { ...site.people.patient, login: patient, chain: imported, account: rows[0].account_id };
    await share(site, owner, reader, { scope: { ...EVERY_RECORD, records: [2] } });
    const readersOf = async (number: number) => {
      const browser = await site.as(reader);
      const paths = ['', '/proof', '/receipt'].map((rest) => `/patients/${patient}/records/${number}${rest}`);
      const [page, ...proofs] = await Promise.all(paths.map((path) => browser.get(path)));
      return [page?.statusCode, page?.body.includes('/receipt'), ...proofs.map(({ statusCode }) => statusCode)];
    };
    await site.settle();
    expect(await readersOf(2)).toEqual([200, false, 404, 404]);
    for (const [number, left] of [
      [1, ['resource_version']],
      [2, []],
    ] as const) {
      await erased(site, [site.people.administrator, second], imported, number);
      expect(await tablesWith(`Ailment ${number} of`)).toEqual([]);
      expect((await tablesWith('Ailment 2 of')).filter((name) => name === 'resource_version')).toEqual(left);
      expect(await sound()).toEqual([]);
      if (number === 1) expect(await readersOf(2)).toEqual([200, false, 404, 404]);
    }
    expect(await checkedChain(owner, patient)).toHaveLength(2);
  });
});

describe('a whole chart', () => {
  test('goes with its files, uploads and copies; a crash before the files are removed leaves nothing that opens', async () => {
    const { otherChart: chart, otherPatient, doctor, staff } = site.people;
    const number = await writeDocument(site, doctor, chart, pdfFile(SECRET));
    await writeDocument(site, doctor, chart, pdfFile());
    await writeLaboratory(site, doctor, chart, { triglycerides: SECRET });
    await withholdRecord(site, otherPatient, chart.chain, 2);
    await onePatient(site, staff, 'A Guardian', '1970-01-01').then((guardian) =>
      accepted(site, otherPatient, guardian),
    );
    await askForCopy(site, otherPatient, 'en');
    const copy = await claimCopy(site.db, AT, AT);
    if (!copy) throw new Error('The copy was taken by somebody else.');
    expect(await keepPart(site.db, copy, 0, Buffer.from(SECRET))).toBe(true);
    const [file] = await filesOfRecord(site.db, chart.chain, number);
    const upload = await (await site.as(doctor)).postForm(
      `/patients/${chart.number}/uploads`,
      {},
      { bytes: pdfFile() },
    );
    expect(upload.statusCode).toBeLessThan(400);
    // While the self-check has read one of the two, and rests.
    const meanwhile = await verifyFilesOf(site.db, site.files, chart.chain, async (read) => {
      if (read > 1) return;
      await erased(site, [site.people.administrator, second], chart.chain, null);
      expect(await site.files.store.stat(file?.object ?? '')).toBeGreaterThan(0);
      expect((await verifyFiles(site.db, site.files)).problems).toEqual([]);
      await removeErasedObjects(site);
    });
    expect(meanwhile).toEqual({ files: 2, problems: [] });
    expect(await site.files.store.stat(file?.object ?? '')).toBeUndefined();
    expect((await verifyFiles(site.db, site.files)).problems).toEqual([]);
    for (const table of ['record', 'observation', 'file', 'upload', 'correction', 'record_copy', 'record_copy_part'])
      expect([
        table,
        (await site.db.pool.query(`SELECT 1 FROM ${table} WHERE chain = $1`, [chart.chain])).rows,
      ]).toEqual([table, []]);
    expect((await (await site.as(otherPatient)).get(`/fhir/Binary/${file?.id}`)).statusCode).toBe(410);
    expect(await sound()).toEqual([]);
    const { number: next } = await writeLaboratory(site, doctor, chart);
    expect(next).toBe(4); // no number is given twice
    expect((await checkedChain(otherPatient, chart.number)).flatMap(({ blocks }) => blocks)).toHaveLength(3);
  });
});

test('what makes a copy while one is erased keeps nothing of it', async () => {
  await askForCopy(site, site.people.patient, 'en');
  const copy = await claimCopy(site.db, AT, AT);
  if (!copy) throw new Error('The copy was taken by somebody else.');
  let kept: Promise<boolean> | undefined;
  await transaction(site.db, async (tx) => {
    const nothing = { blocks: [], records: [], contents: [], hash: '' };
    await eraseContent(tx, { chain, id: 'none', record: 0, at: AT }, nothing);
    kept = keepPart(site.db, copy, 0, Buffer.from(SECRET));
    await vi.waitFor(async () => expect(await waitsForLock(site.db)).toBe(true));
  });
  expect(await kept).toBe(false);
  expect(await tablesWith(SECRET)).toEqual([]);
});

describe('a proposal', () => {
  const consent = (id: string, who: Actor = second) => consentToErasure(site, who, id);
  const conflict = { kind: 'conflict' };

  test.each([
    ['nobody', { number: 'PAT999' }, 'Nobody is registered under this number'],
    ['a record that there is not', { record: '77' }, 'no record of this number'],
    ['a record that was erased', { record: '1' }, 'no record of this number'],
    ['a record of somebody else', { record: 'PAT002-REC1' }, 'Write the number of one record'],
    ['a record and the chart', { what: 'chart' }, 'Leave this empty for the whole chart'],
    ['neither', { what: '' }, 'Choose one record or the whole chart'],
    ['a basis that there is not', { basis: '__proto__' }, 'Choose the legal basis'],
    ['no reference', { reference: ' \u00a0' }, 'Fill this in'],
    ['two lines of reference', { reference: 'a\u0007b' }, 'cannot be stored'],
    ['a long reason', { reason: 'x'.repeat(2001) }, '2000'],
    ['nothing', { number: '', what: '', record: '', basis: '', reference: '', reason: '' }, 'Fill this in'],
  ])('says what is wrong and keeps what was typed: %s', async (_, more, words) => {
    const answer = await first.post('/erasures', form({ record: '3', step: 'propose', ...more }));
    expect(answer.statusCode).toBe(422);
    expect(plain(answer.body)).toContain(words);
    if (!('reason' in more)) expect(answer.body).toContain(GROUNDS.reason);
  });

  test('is of what was seen: what was written meanwhile is shown first', async () => {
    const seen = await first.post('/erasures', form({ record: '3', step: 'preview' }));
    await amendLaboratory(site, site.people.doctor, { chain, number: 3, version: 1 }, { haemoglobin: '12.50' });
    const late = await first.post('/erasures', form({ record: '3', step: 'propose', extent: extentIn(seen.body) }));
    expect(late.statusCode).toBe(409);
    expect(plain(late.body)).toContain('What would go has changed');
    const id = await seenAndProposed({ record: '3' });
    await amendLaboratory(site, site.people.doctor, { chain, number: 3, version: 2 }, { haemoglobin: '12.60' });
    const answer = await other.post(`/erasures/${id}/consent`, {});
    expect(answer.statusCode).toBe(409);
    expect(answer.body).not.toContain('/consent');
    expect((await other.post(`/erasures/${id}/refuse`, {})).headers.location).toContain('notice=erasure-refused');
    await expect(consent(id)).rejects.toMatchObject(conflict);
  });

  test('is one at a time, is withdrawn by whoever made it, and lapses', async () => {
    const id = await seenAndProposed({ record: '3' });
    const seen = await other.post('/erasures', form({ record: '2', step: 'preview' }));
    const again = await other.post('/erasures', form({ record: '2', step: 'propose', extent: extentIn(seen.body) }));
    expect(again.headers.location).toBe(`/erasures/${id}?notice=erasure-waiting`);
    await expect(endProposal(site, second, id, 'withdrawn')).rejects.toMatchObject({ kind: 'not-found' });
    await expect(endProposal(site, site.people.administrator, id, 'refused')).rejects.toMatchObject({
      kind: 'forbidden',
    });
    const withdrawn = await first.post(`/erasures/${id}/withdraw`, {});
    expect(withdrawn.headers.location).toContain('notice=erasure-withdrawn');
    await expect(consent(id)).rejects.toMatchObject(conflict);
    const late = await proposed(site, site.people.administrator, chain, 3);
    site.clock.offset += ERASURE_WAITS_MS;
    await expect(consent(late)).rejects.toMatchObject(conflict);
    const anew = await proposed(site, site.people.administrator, chain, 3);
    expect(anew).not.toBe(late);
    await endProposal(site, second, anew, 'refused');
  });

  test('is answered once, whoever tries at the same moment, and by administrators alone', async () => {
    const { number } = await writeLaboratory(site, site.people.doctor, site.people.chart);
    const third = await otherAdministrator(site, 'Third Administrator');
    const id = await proposed(site, site.people.administrator, chain, number);
    const { doctor, staff, patient } = site.people;
    for (const who of [doctor, staff, patient])
      await expect(consent(id, who)).rejects.toMatchObject({ kind: 'not-found' });
    const tries = await Promise.allSettled([consent(id), consent(id, third), endProposal(site, third, id, 'refused')]);
    expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await sound()).toEqual([]);
  });
});

describe('the whole check', () => {
  test.each(erasures)('finds out that $what', async ({ sql, finds }) => {
    await withManipulated(site, sql.replaceAll(':chain', chain), async (db) => {
      const { problems } = await verifyStore(db, site.identity);
      const said = problems.map(({ where, check, message }) => `${where} ${check}: ${message}`);
      expect(said).toEqual(expect.arrayContaining([expect.stringMatching(finds)]));
    });
  });

  test('finds an erasure that one administrator made alone, and said that it was two', async () => {
    const { administrator } = site.people;
    const id = await proposed(site, administrator, chain, 2);
    const sql = `UPDATE erasure SET proposed_by = '${second.account}' WHERE id = '${id}'`;
    await withManipulated(site, sql, async (db) => {
      await consentToErasure({ db, ledger: site.ledger }, administrator, id);
      const { problems } = await verifyStore(db, site.identity);
      expect(problems.map(({ message }) => message)).toEqual(
        expect.arrayContaining([expect.stringMatching(/erases what two administrators did not agree on/)]),
      );
    });
  });
});

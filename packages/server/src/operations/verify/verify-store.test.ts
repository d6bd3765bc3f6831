import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { enterAadhaar, recoverAtDesk, setAddress } from '../../../test/support/account-acts.ts';
import { amendLaboratory, markInError } from '../../../test/support/amendments.ts';
import { emergencyCode, introduced, newCodes } from '../../../test/support/cards.ts';
import { askFor, waitingCorrection } from '../../../test/support/corrections.ts';
import { emailAtDesk, guardianAtDesk } from '../../../test/support/desk-acts.ts';
import { writeDocument } from '../../../test/support/document-record.ts';
import { authorise, broken, emergencyDoctor, over, withdrawn } from '../../../test/support/emergencies.ts';
import { giveApp, giveCodes, givePasskey, spendCode } from '../../../test/support/factors.ts';
import { accepted, end, inPlaceOf, invite, onePatient } from '../../../test/support/guardianships.ts';
import { importPatient } from '../../../test/support/imported-patient.ts';
import { writeLaboratory } from '../../../test/support/laboratory-record.ts';
import { withManipulated } from '../../../test/support/manipulated-store.ts';
import { access } from '../../../test/support/manipulations/access.ts';
import { accounts } from '../../../test/support/manipulations/accounts.ts';
import { acknowledgements } from '../../../test/support/manipulations/acknowledgements.ts';
import { amendments } from '../../../test/support/manipulations/amendments.ts';
import { blocks } from '../../../test/support/manipulations/blocks.ts';
import { cards as cardManipulations } from '../../../test/support/manipulations/cards.ts';
import { chains } from '../../../test/support/manipulations/chains.ts';
import { contents } from '../../../test/support/manipulations/contents.ts';
import { corrections } from '../../../test/support/manipulations/corrections.ts';
import { desk } from '../../../test/support/manipulations/desk.ts';
import { directory } from '../../../test/support/manipulations/directory.ts';
import { emergencies } from '../../../test/support/manipulations/emergencies.ts';
import { events } from '../../../test/support/manipulations/events.ts';
import { factors } from '../../../test/support/manipulations/factors.ts';
import { files } from '../../../test/support/manipulations/files.ts';
import { guardians } from '../../../test/support/manipulations/guardians.ts';
import { keys as keyManipulations } from '../../../test/support/manipulations/keys.ts';
import { log } from '../../../test/support/manipulations/log.ts';
import { records } from '../../../test/support/manipulations/records.ts';
import { withheld } from '../../../test/support/manipulations/withheld.ts';
import { PASSWORD, type People, registerPeople } from '../../../test/support/people.ts';
import { ask, EVERY_RECORD, grant, revoke, share } from '../../../test/support/permissions.ts';
import { practitioner } from '../../../test/support/practitioners.ts';
import { pdfFile } from '../../../test/support/sample-files.ts';
import { giveKey, signedWith } from '../../../test/support/software-key.ts';
import { openTestStore, type TestStore } from '../../../test/support/test-store.ts';
import { insertEvent, makeEvent } from '../../access/access-log.ts';
import type { Actor } from '../../access/actor.ts';
import { denyRequest } from '../../access/answer-request.ts';
import { blockPerson, unblockPerson } from '../../access/block-person.ts';
import { standingBlocks } from '../../access/block-store.ts';
import { endEmergency } from '../../access/break-glass.ts';
import { logDeniedAccess } from '../../access/denied-access.ts';
import { endCard, renewCard, saveCard, scanCard } from '../../access/emergency-card.ts';
import { endIntroduction } from '../../access/introduce.ts';
import { reviewEmergency } from '../../access/review-emergency.ts';
import { runSealer, sealAccess } from '../../access/seal-access.ts';
import { releaseRecord, withholdRecord } from '../../access/withhold-record.ts';
import type { Db } from '../../db/pool.ts';
import { transaction } from '../../db/transaction.ts';
import { confirmKeys } from '../../identity/attempts.ts';
import { removeCodes, removeTotp } from '../../identity/change-factor.ts';
import { removePasskey } from '../../identity/change-passkeys.ts';
import { changePassword } from '../../identity/change-password.ts';
import { revokeKey } from '../../identity/change-signing-keys.ts';
import { UNKNOWN_DEVICE } from '../../identity/device.ts';
import { randomHex } from '../../ledger/ledger.ts';
import { drainLog, runLog } from '../../ledger/run-log.ts';
import { answerCorrection } from '../../records/correct-record.ts';
import { acknowledgeFinding } from '../self-check/acknowledge-finding.ts';
import { readFindings } from '../self-check/acknowledge-store.ts';
import { keepFindings } from '../self-check/check-store.ts';
import { verifyStore } from './verify-store.ts';

let store: TestStore;
let people: People;

beforeAll(async () => {
  store = await openTestStore();
  people = await registerPeople(store);
  const { chart, otherChart, doctor, otherDoctor, staff, patient } = people;
  const { chain } = chart;
  await writeLaboratory(store, doctor, chart, { haemoglobin: '12.40', hba1c: '9.1' });
  await writeLaboratory(store, doctor, chart, { haemoglobin: '9.50', 'urine-colour': 'yellow' });
  await writeLaboratory(store, staff, chart, { triglycerides: '150.0' });
  await writeLaboratory(store, doctor, otherChart);
  await writeDocument(store, doctor, chart, pdfFile());
  const { number: amended } = await writeLaboratory(store, doctor, chart, { haemoglobin: '7.50', hba1c: '7.1' });
  await amendLaboratory(store, doctor, { chain, number: amended, version: 1 }, { haemoglobin: '9.75' });
  const { number: wrong } = await writeLaboratory(store, staff, chart, { haemoglobin: '3.10' });
  await markInError(store, staff, { chain, number: wrong, version: 1 });
  const scope = { ...EVERY_RECORD, types: ['laboratory' as const] };
  await revoke(store, patient, await grant(store, patient, otherDoctor, { scope }));
  await denyRequest(store, patient, chain, await ask(store, otherDoctor, chain), 'Not now.');
  await grant(store, patient, otherDoctor, { scope });
  await ask(store, await practitioner(store, 'doctor', 'Dr. Waiting'), chain);
  await share(store, patient, await practitioner(store, 'doctor', 'Dr. Unasked'), { scope });
  await withholdRecord(store, patient, chain, 1);
  await releaseRecord(store, patient, chain, 1);
  await withholdRecord(store, patient, chain, 3);
  const guardian = async (name: string) => onePatient(store, staff, name, '1970-01-01');
  const leela = await guardian('Leela Rao');
  const until = '2099-12-31T18:29:59.999Z';
  await end(store, patient, patient, await accepted(store, patient, await guardian('Ended Guardian')));
  await accepted(store, patient, leela, { until });
  await accepted(store, patient, await guardian('Viewing Guardian'), { level: 'view' });
  await invite(store, patient, await guardian('Invited Guardian'), { level: 'view' });
  const acting = await inPlaceOf(store, leela, 'PAT001');
  await withholdRecord(store, acting, chain, 2);
  await releaseRecord(store, acting, chain, 2);
  await answerCorrection(store, staff, await waitingCorrection(store, acting, 3), {
    state: 'accepted',
    answer: 'It will be written again.',
  });
  await answerCorrection(store, doctor, await waitingCorrection(store, patient, 2), {
    state: 'refused',
    answer: 'It is as it was measured.',
  });
  await askFor(store, patient, 1);
  await logDeniedAccess(store, otherDoctor, { target: 'PAT001', chain, record: 2 });
  await signing();
  await block();
  await cards(acting);
  await takeInEmergencies(acting);
  const words = { current: PASSWORD, next: 'mango tree beside the well', again: 'mango tree beside the well' };
  const keys = confirmKeys('a secret of the tests', 'token');
  await changePassword(store, patient, { ...words, device: UNKNOWN_DEVICE, keys });
  await setAddress(store, patient, 'lakshmi@example.org');
  await setAddress(store, doctor, 'doctor@example.org');
  const two = [staff, await practitioner(store, 'staff', 'Second Desk')] as const;
  await recoverAtDesk(store, patient.login, ...two);
  const lakshmi = { login: patient.login, birthDate: '1980-07-14' };
  await guardianAtDesk(store, two, lakshmi, { ...(await guardian('Desk Guardian')), birthDate: '1970-01-01' });
  await emailAtDesk(store, [staff], lakshmi, 'desk@example.org');
  await recoverAtDesk(store, doctor.login, staff);
  await enterAadhaar(store, patient, '234123412346');
  for (const owner of [patient, doctor]) await setUpFactors(owner);
  await importPatient(store);
  await acknowledge();
  const seen = { chain, basis: { kind: 'guardian', guardianship: acting.onBehalfOf.guardianship }, record: 2 } as const;
  await insertEvent(store.db, makeEvent(store.ledger, acting, 'view-record', seen));
  const view = { chain, basis: { kind: 'author' }, record: 1 } as const;
  await insertEvent(store.db, makeEvent(store.ledger, doctor, 'view-record', view));
  await sealAccess(store.db, store.ledger);
  await drainLog(store.db, store.ledger, store.signer);
});
afterAll(() => store.close());

// A code that waits, one that was replaced, one that a doctor used, one that was ended after that, one that a guardian
// made; a card that was changed, one that has another code now, and one that its guardian ended before.
async function cards(guardian: Actor): Promise<void> {
  const { patient, otherDoctor, chart } = people;
  const parts = { ...store, secret: 'a secret of the tests, long enough' };
  const { chain } = chart;
  await introduced(parts, patient, otherDoctor);
  await endIntroduction(parts, patient, chain, await introduced(parts, guardian, otherDoctor));
  await newCodes(parts, guardian);
  await newCodes(parts, patient);
  await saveCard(parts, guardian, chain, { name: 'Lakshmi', bloodGroup: 'B+' });
  await endCard(parts, guardian, chain);
  await saveCard(parts, patient, chain, { bloodGroup: 'B+' });
  await renewCard(parts, patient, chain);
  await saveCard(parts, patient, chain, { bloodGroup: 'B+', note: 'I wear lenses.' });
  await scanCard(parts, await emergencyCode(parts, patient));
}

// What was removed and made anew in between counts no more.
async function setUpFactors(owner: Actor): Promise<void> {
  const parts = { ...store, secret: 'a secret of the tests, long enough' };
  const keep = '';
  const [, lost] = [await giveApp(parts, owner), await givePasskey(parts, owner, 'Lost phone')];
  await removeTotp(parts, owner, keep);
  await removePasskey(parts, owner, lost.id, keep);
  await spendCode(parts, owner, (await giveCodes(parts, owner))[0]);
  await removeCodes(parts, owner, keep);
  await spendCode(parts, owner, (await giveCodes(parts, owner))[3]);
  await giveApp(parts, owner);
  await givePasskey(parts, owner);
}

// One that is open, one that its doctor ended and an administrator found justified, one that the patient ended and whose
// doctor lost the authorisation, one that a guardian ended, one that ended with a block.
async function takeInEmergencies(guardian: Actor): Promise<void> {
  const { chart, patient, administrator } = people;
  const { chain } = chart;
  const doctor = (name: string) => emergencyDoctor({ ...store, people }, name);
  const review = { note: 'As the ward book says.', withdraw: false } as const;
  await broken(store, await doctor('Dr. Open'), chain);
  const justified = await over(store, await doctor('Dr. Justified'), chain);
  await reviewEmergency(store, administrator, justified, { ...review, outcome: 'justified' });
  const curious = await doctor('Dr. Curious');
  const unjustified = await broken(store, curious, chain);
  await endEmergency(store, patient, chain, unjustified);
  const found = { ...review, outcome: 'not-justified', withdraw: true } as const;
  await reviewEmergency(store, administrator, unjustified, found);
  const guarded = await broken(store, await doctor('Dr. Guarded'), chain);
  await endEmergency(store, guardian, chain, guarded);
  const blocked = await doctor('Dr. Shut Out');
  await broken(store, blocked, chain);
  await blockPerson(store, patient, chain, blocked.account);
  const left = await doctor('Dr. Left');
  await broken(store, left, chain);
  await withdrawn(store, administrator, left);
  await authorise(store, administrator, left);
}

// A record under a key that stands, one under a key that was revoked afterwards, and a key that nothing was signed with.
async function signing(): Promise<void> {
  const { doctor, administrator, chart } = people;
  const [lost, standing, unused] = [
    await giveKey(store, doctor),
    await giveKey(store, doctor),
    await giveKey(store, doctor),
  ];
  for (const key of [standing, lost]) {
    const nonce = randomHex(store.ledger, 16);
    await signedWith(store, key, (parts, by) => writeLaboratory(parts, doctor, chart, { hba1c: '6.9' }, nonce, by));
  }
  await revokeKey(store, doctor, lost.publicKey);
  await revokeKey(store, administrator, unused.publicKey, 'The laptop was stolen.');
}

// Something that did not hold once.
async function acknowledge(): Promise<void> {
  const found = { where: 'PAT001-REC1', check: 'commitment', message: 'A disk failed.' } as const;
  await transaction(store.db, (tx) => keepFindings(tx, 'whole', [found], new Date().toISOString()));
  const [finding] = await readFindings(store.db, 1);
  await acknowledgeFinding(store, people.administrator, finding?.id ?? '', 'The copy on paper holds.');
}

// One who is blocked and lost a permission, one who is not any more, one who never had any.
async function block(): Promise<void> {
  const { chart, patient, staff } = people;
  const [lost, freed] = [
    await practitioner(store, 'doctor', 'Dr. Blocked'),
    await practitioner(store, 'doctor', 'Dr. Freed'),
  ];
  await share(store, patient, lost);
  for (const { account } of [freed, lost, staff]) await blockPerson(store, patient, chart.chain, account);
  const standing = await standingBlocks(store.db, chart.chain);
  const id = standing.find(({ blocked }) => blocked === freed.account)?.id ?? '';
  await unblockPerson(store, patient, chart.chain, id);
}

async function findings(db: Db): Promise<string[]> {
  const { problems } = await verifyStore(db, store.identity);
  return problems.map(({ where, check, message }) => `${where} ${check}: ${message}`);
}

describe('verifyStore', () => {
  it('finds nothing in a store that is as it was written, and counts what it checked', async () => {
    const report = await verifyStore(store.db, store.identity);
    expect(report.problems).toEqual([]);
    const { rows } = await store.db.pool.query('SELECT count(*) AS blocks FROM block');
    expect(report).toMatchObject({ chains: 9, blocks: rows[0].blocks, entries: rows[0].blocks });
  });

  it.each([
    ...contents,
    ...records,
    ...amendments,
    ...access,
    ...withheld,
    ...blocks,
    ...cardManipulations,
    ...guardians,
    ...desk,
    ...events,
    ...corrections,
    ...emergencies,
    ...accounts,
    ...acknowledgements,
    ...directory,
    ...factors,
    ...keyManipulations,
    ...files,
    ...chains,
    ...log,
  ])('finds out that $what', async ({ sql, finds }) => {
    const fill = (text: string) =>
      text.replaceAll(':chain', people.chart.chain).replaceAll(':other', people.otherChart.chain);
    await withManipulated(store, fill(sql), async (db) => {
      expect(await findings(db)).toEqual(expect.arrayContaining([expect.stringMatching(fill(finds.source))]));
    });
  });

  it('raises no alarm while others write, seal, sequence and sign', async () => {
    const busy = await openTestStore();
    const { db, ledger, signer, identity } = busy;
    try {
      const { chart, doctor, staff } = await registerPeople(busy);
      let writing = true;
      const loop = runLog(db, ledger, signer, () => undefined);
      const sealer = runSealer(db, ledger, () => undefined);
      const writers = [doctor, staff].map(async (author) => {
        for (let i = 0; i < 60; i += 1) await writeLaboratory(busy, author, chart);
        writing = false;
      });
      while (writing) expect((await verifyStore(db, identity)).problems).toEqual([]);
      await Promise.all(writers);
      await sealer.stop();
      await loop.stop();
      expect((await verifyStore(db, identity)).problems).toEqual([]);
    } finally {
      await busy.close();
    }
  });
});

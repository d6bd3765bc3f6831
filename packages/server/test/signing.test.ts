// Signing over HTTP: keys are made and revoked, records signed in two steps, and nothing is written that its author did not
// sign as it stands.

import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { transaction } from '../src/db/transaction.ts';
import { revokeKey } from '../src/identity/change-signing-keys.ts';
import { useSigningKey } from '../src/identity/signing-key-store.ts';
import { verifyStore } from '../src/operations/verify/verify-store.ts';
import { endSound } from './support/end-sound.ts';
import { recordForm } from './support/record-forms.ts';
import { askToSign, giveKey, postSigned, type SoftwareKey, softwareKey } from './support/software-key.ts';
import { type Browser, startTestServer, type TestServer } from './support/test-server.ts';
import { waitsForLock } from './support/waits-for-lock.ts';

let site: TestServer;
let doctor: Browser;
let other: Browser;
let key: SoftwareKey;

beforeAll(async () => {
  site = await startTestServer();
  [doctor, other] = await Promise.all([site.as(site.people.doctor), site.as(site.people.otherDoctor)]);
  key = await giveKey(site, site.people.doctor);
});
afterEach(() => policy('optional'));
afterAll(() => endSound(site));

const FORM = '/patients/PAT001/records/prescription';
const prescription = (more: Record<string, string> = {}) => recordForm('prescription', more);
const policy = (signing: 'optional' | 'prescriptions') => {
  Object.assign(site.ledger, { signing });
};
const where = (answer: { headers: Record<string, unknown> }) => String(answer.headers.location);
const errorsIn = (body: string) => [...body.matchAll(/id="sign-error".*?<\/svg> ([^<]+)/gs)].map(([, text]) => text);
const count = async (sql: string, ...values: unknown[]) => (await site.db.pool.query(sql, values)).rowCount;
const records = () => count("SELECT FROM record WHERE type = 'prescription'");

async function signed(form = prescription()): Promise<string> {
  const saved = await postSigned(doctor, FORM, form, key);
  expect([saved.statusCode, errorsIn(saved.body)]).toEqual([303, []]);
  return where(saved).split('?')[0] ?? '';
}

describe('a key', () => {
  test('is registered once, signed with itself, by its owner, and nobody else can take it', async () => {
    const made = softwareKey();
    const asked = await askToSign(doctor, '/account/keys', {}, made);
    const answer = { signTicket: asked.signTicket, signature: made.sign(asked.statement) };
    expect((await doctor.post('/account/keys', { ...answer, signature: key.sign(asked.statement) })).statusCode).toBe(
      422,
    );
    const twice = await Promise.all([doctor.post('/account/keys', answer), doctor.post('/account/keys', answer)]);
    expect(twice.map(where)).toEqual(Array(2).fill('/account?notice=key-made#keys'));
    expect(await count('SELECT FROM signing_key WHERE public_key = $1', made.publicKey)).toBe(1);
    expect((await doctor.get('/account')).body).toContain(made.publicKey.slice(0, 12));
    const taken = await other.post('/account/keys', { signKey: made.publicKey }, { accept: 'application/json' });
    expect([taken.statusCode, taken.body]).toEqual([422, expect.stringContaining('registered already')]);
    for (const signKey of ['', 'AAAA', 'x'.repeat(9000), `${made.publicKey.slice(0, 42)}\n=`])
      expect((await other.post('/account/keys', { signKey })).statusCode).toBe(422);
    // Not in the log yet: whoever verifies could not tell what came first.
    const early = await doctor.post(FORM, { ...prescription(), signKey: made.publicKey });
    expect(errorsIn(early.body)).toEqual([expect.stringContaining('not in the log yet')]);
    await site.settle();
    expect((await postSigned(doctor, FORM, prescription(), made)).statusCode).toBe(303);
  });

  test('is asked for only of whoever proved a moment ago who they are', async () => {
    const late = await site.as(site.people.otherDoctor);
    site.clock.offset += 6 * 60_000;
    const own = softwareKey();
    const asked = await late.post('/account/keys', { signKey: own.publicKey }, { accept: 'application/json' });
    expect([asked.statusCode, asked.body]).toEqual([403, expect.stringContaining('Confirm it is you')]);
    expect((await late.post('/account/keys/revoke', { key: own.publicKey })).statusCode).toBe(403);
    for (const name of ['doctor', 'otherDoctor'] as const) {
      const again = await site.as(site.people[name]);
      if (name === 'doctor') doctor = again;
      else other = again;
    }
  });

  test('that is revoked signs nothing more, and what it signed before stays signed', async () => {
    const lost = await giveKey(site, site.people.doctor);
    const before = where(await postSigned(doctor, FORM, prescription(), lost)).split('?')[0] ?? '';
    const form = prescription();
    const waiting = await askToSign(doctor, FORM, form, lost);
    expect(where(await other.post('/account/keys/revoke', { key: lost.publicKey }))).toContain('key-gone');
    const admin = await site.as(site.people.administrator);
    const revoke = { number: 'DOC1', key: lost.publicKey, reason: 'The laptop was stolen.' };
    expect((await admin.post('/people/keys/revoke', { ...revoke, reason: ' ' })).statusCode).toBe(422);
    expect(where(await admin.post('/people/keys/revoke', revoke))).toContain('notice=key-revoked');
    expect(where(await admin.post('/people/keys/revoke', revoke))).toContain('notice=key-gone');
    expect((await doctor.get('/account')).body).toContain('The laptop was stolen.');
    expect((await admin.get('/people/keys?number=doc1')).body).toContain('Revoked');
    expect((await admin.get('/people/keys?number=DOC99')).statusCode).toBe(422);
    for (const answer of [
      await doctor.post(FORM, { ...form, signTicket: waiting.signTicket, signature: lost.sign(waiting.statement) }),
      await doctor.post(FORM, { ...prescription(), signKey: lost.publicKey }),
    ])
      expect([answer.statusCode, errorsIn(answer.body)]).toEqual([422, [expect.stringContaining('does not stand')]]);
    await site.settle();
    expect((await doctor.get(before)).body).toMatch(/Dr. Meera Iyer.*with a key registered on/s);
  });

  test('that somebody signs with at this moment is revoked after that, not before', async () => {
    const used = await giveKey(site, site.people.doctor);
    const { account } = site.people.doctor;
    const { institutionChain } = site.ledger;
    const at = new Date(site.ledger.clock()).toISOString();
    let revoked: Promise<boolean> | undefined;
    let isDone = false;
    await transaction(site.db, async (tx) => {
      expect(await useSigningKey(tx, { key: used.publicKey, account, at, institutionChain })).toBe(true);
      revoked = revokeKey(site, site.people.doctor, used.publicKey).finally(() => {
        isDone = true;
      });
      await vi.waitFor(async () => expect(isDone || (await waitsForLock(site.db))).toBe(true));
      expect(isDone).toBe(false);
    });
    expect(await revoked).toBe(true);
  });
});

describe('a prescription', () => {
  test('goes unsigned where that is optional; where it is not, the form says how to sign and keeps what was typed', async () => {
    expect((await doctor.post(FORM, prescription())).statusCode).toBe(303);
    policy('prescriptions');
    const [before, form] = [await records(), prescription()];
    const refused = await doctor.post(FORM, form);
    expect([refused.statusCode, errorsIn(refused.body)]).toEqual([422, [expect.stringContaining('Make a key')]]);
    for (const text of ['Metformin', form.nonce ?? '', '/account/keys/new']) expect(refused.body).toContain(text);
    expect(await records()).toBe(before);
    expect((await doctor.post('/patients/PAT001/records/laboratory', recordForm('laboratory'))).statusCode).toBe(303);
    const address = await signed();
    expect((await doctor.get(address)).body).toContain('with a key registered on');
    const flip = `UPDATE resource_version SET salt = set_byte(salt, 0, get_byte(salt, 0) # 1) WHERE record = $1`;
    await site.db.pool.query(flip, [address.split('/').at(-1)]);
    expect((await doctor.get(address)).body).toContain('The signature does not hold');
    await site.db.pool.query(flip, [address.split('/').at(-1)]);
  });

  test('is made once, however often its signature comes, and is exactly what was signed', async () => {
    const form = prescription();
    const { signTicket, statement } = await askToSign(doctor, FORM, form, key);
    expect(await count('SELECT FROM block WHERE nonce = $1', form.nonce)).toBe(0);
    const answer = { ...form, signTicket, signature: key.sign(statement) };
    const sent = await Promise.all([doctor.post(FORM, answer), doctor.post(FORM, answer)]);
    expect(new Set(sent.map(where)).size).toBe(1);
    expect(where(await doctor.post(FORM, answer))).toBe(where(sent[0] as (typeof sent)[0]));
    const { rows } = await site.db.pool.query('SELECT statement FROM block WHERE nonce = $1', [form.nonce]);
    expect(rows.map((row) => row.statement.toString('base64'))).toEqual([statement]);
  });

  test('is not written where anything is otherwise than it was signed', async () => {
    const [before, form] = [await records(), prescription()];
    const { signTicket, statement } = await askToSign(doctor, FORM, form, key);
    const answer = { ...form, signTicket, signature: key.sign(statement) };
    const nonce = prescription().nonce ?? '';
    const strange = softwareKey();
    const wrong: [Browser, string, Record<string, string>, RegExp][] = [
      [doctor, FORM, { ...answer, 'medicines.0.dose': '2 tablets' }, /not what would be written/],
      [doctor, FORM, { ...answer, signature: strange.sign(statement) }, /not what would be written/],
      [doctor, FORM, { ...answer, signature: '' }, /not what would be written/],
      [doctor, FORM, { ...answer, signature: `${answer.signature}\n` }, /not what would be written/],
      [doctor, FORM, { ...answer, nonce }, /too late, or from another page/],
      [doctor, FORM.replace('1', '2'), answer, /too late, or from another page/],
      [await site.as(site.people.doctor), FORM, answer, /too late, or from another page/],
      [other, FORM, answer, /too late, or from another page/],
      [doctor, FORM, { ...answer, signTicket: `B${signTicket.slice(1)}` }, /too late, or from another page/],
      [doctor, FORM, { ...form, signKey: strange.publicKey }, /does not stand/],
      [other, FORM, { ...form, signKey: key.publicKey }, /does not stand/],
      [doctor, FORM, { ...form, signKey: key.publicKey }, /needs its script/],
    ];
    for (const [who, url, sent, says] of wrong) {
      const refused = await who.post(url, sent);
      expect([refused.statusCode, errorsIn(refused.body)]).toEqual([422, [expect.stringMatching(says)]]);
    }
    site.clock.offset += 10 * 60_000;
    expect(errorsIn((await doctor.post(FORM, answer)).body)).toEqual([expect.stringMatching(/too late/)]);
    expect(await records()).toBe(before);
  });

  test('is amended and marked as entered in error under a signature too, on the version that was seen', async () => {
    policy('prescriptions');
    const address = await signed();
    const amendment = { ...prescription({ 'medicines.0.dose': '2 tablets' }), reason: 'A slip of the pen.' };
    const amend = `${address}/versions/1/amend`;
    expect(errorsIn((await doctor.post(amend, amendment)).body)).toEqual([expect.stringContaining('Make a key')]);
    const slower = { ...amendment, nonce: prescription().nonce ?? '' };
    const late = await askToSign(doctor, amend, slower, key);
    expect(where(await postSigned(doctor, amend, amendment, key))).toContain('notice=record-amended');
    const changed = { ...slower, signTicket: late.signTicket, signature: key.sign(late.statement) };
    expect((await doctor.post(amend, changed)).statusCode).toBe(409);
    const mark = `${address}/versions/2/in-error`;
    const marking = { reason: 'Of another patient.', nonce: prescription().nonce ?? '' };
    expect(errorsIn((await doctor.post(mark, marking)).body)).toEqual([expect.stringContaining('Make a key')]);
    expect(where(await postSigned(doctor, mark, marking, key))).toContain('notice=record-in-error');
    expect((await doctor.get(address)).body).toContain('with a key registered on');
    expect((await verifyStore(site.db, site.identity)).problems).toEqual([]);
  });
});

import { expect, test } from 'vitest';
import type { JsonObject } from '../json/value.ts';
import { allergiesOf, isInForce } from './in-force.ts';
import { recordText, searchWords } from './record-text.ts';

const coded = (code: string, system = '') => ({ coding: [{ system, code }] });
const allergy = (text: string, more: JsonObject = {}): JsonObject => ({
  ...{ resourceType: 'AllergyIntolerance', clinicalStatus: coded('active'), verificationStatus: coded('confirmed') },
  code: { text },
  ...more,
});
const none = allergy('No known allergies', { code: coded('716186003', 'http://snomed.info/sct') });
const IPS = 'http://hl7.org/fhir/uv/ips/CodeSystem/absent-unknown-uv-ips';

test.each([
  ['refuted', { verificationStatus: coded('refuted') }],
  ['entered in error', { verificationStatus: coded('entered-in-error') }],
  ['resolved', { clinicalStatus: coded('resolved') }],
])('an allergy that was %s is not listed, and is no confirmation that there are none', (_, more) => {
  expect(allergiesOf([allergy('Nuts', more)])).toEqual({ listed: [], none: [] });
});

test('that none are known counts where nothing is listed, and nowhere else', () => {
  expect(allergiesOf([none])).toEqual({ listed: [], none: [none] });
  expect(allergiesOf([none, allergy('Nuts')]).none).toEqual([]);
  const refuted = allergy('Nuts', { verificationStatus: coded('refuted') });
  expect(allergiesOf([none, refuted])).toEqual({ listed: [], none: [none] });
  expect(allergiesOf([allergy('', { code: coded('no-known-allergies', IPS) })]).none).toHaveLength(1);
  expect(allergiesOf([allergy('', { code: coded('no-allergy-info', IPS) })])).toEqual({ listed: [], none: [] });
});

test('a medicine is in force while its order is active', () => {
  const order = (status: string) => ({ resourceType: 'MedicationRequest', status });
  expect(['active', 'completed', 'stopped', 'entered-in-error'].map((status) => isInForce(order(status)))).toEqual([
    ...[true, false, false, false],
  ]);
});

test('words are compared without case, punctuation and joiners, in every script, numbers whole', () => {
  expect(searchWords('HbA1c: 8.20 %, E11.9')).toEqual(['hba1c', '8.20', 'e11', '9']);
  expect(searchWords('क\u094d\u200dष सिर-दर्द')).toEqual(searchWords('क\u094dष सिर दर्द'));
  expect(searchWords('ﬁbre ＡＢＣ')).toEqual(['fibre', 'abc']);
  expect(searchWords('%_!')).toEqual([]);
  expect(recordText([allergy('Pea-nut', { reaction: [{ manifestation: [{ text: 'Hives' }] }] })])).toMatch(
    /^ pea nut .*hives.* $/,
  );
});

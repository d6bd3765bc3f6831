// A prescription as pharmacists in India expect it: the prescriber with registration, the patient with age and address,
// each medicine with its name in capitals, and where to sign and stamp (Drugs Rules 1945, rule 65(10); Pharmacy Practice
// Regulations 2015).
import { type JsonObject, type MedicineOrder, medicineOrder } from '@patrec/fhir';
import { sectionsOf } from '../components/records/document-content.tsx';
import { anyAnswerName, fieldName, storedSectionName } from '../components/records/record-words.ts';
import type { Page } from '../layout/page.tsx';
import type { PatientBanner, Person } from '../view-types.ts';
import type { DocumentCell, DocumentPart } from './document.ts';

/** Who prescribes, as the directory has them. */
export interface Prescriber extends Person {
  /** True where an administrator has held the registration against the council's register. */
  verified: boolean;
  registration: { number: string; council: string } | null;
  qualifications: readonly string[];
  /** Workplace and city. */
  address: string;
  phone: string | null;
}

interface PrescriptionProps {
  patient: Pick<PatientBanner, 'name' | 'number' | 'sex'>;
  record: { effective: string };
  version: { standing: string };
  resources: readonly JsonObject[];
  prescriber: Prescriber;
  /** In full years on the day of the prescription. */
  age: number | null;
  /** Null where it is not recorded, or the reader may not see it. */
  address: string | null;
}

/** The prescription without its proof. Without a verified registration it has no place to sign, and says so. */
export function* prescriptionParts(page: Page, props: PrescriptionProps): Generator<DocumentPart> {
  const { t } = page;
  const { prescriber, resources, version } = props;
  const missing = missingOf(prescriber);
  if (missing !== null) yield { kind: 'warning', text: t(`rx.${missing}`, { who: prescriber.name }) };
  yield { kind: 'facts', rows: prescriberFacts(page, prescriber) };
  yield { kind: 'subheading', text: t('banner.label') };
  yield { kind: 'facts', rows: patientFacts(page, props) };
  yield* medicineParts(page, resources);
  for (const { title, text } of sectionsOf(resources)) {
    if (text === '') continue;
    yield { kind: 'subheading', text: storedSectionName(page, title) };
    yield { kind: 'text', text };
  }
  if (missing === null && version.standing === 'active')
    yield { kind: 'boxes', labels: [t('rx.signature', { who: prescriber.name }), t('rx.stamp')] };
}

function missingOf({ registration, verified }: Prescriber): 'unregistered' | 'unverified' | null {
  if (registration === null) return 'unregistered';
  return verified ? null : 'unverified';
}

function prescriberFacts({ t }: Page, prescriber: Prescriber): [string, string][] {
  const { name, login, registration, qualifications, address, phone } = prescriber;
  const known = (text: string) => text || t('rx.missing');
  return [
    [t('rx.prescriber'), `${name} (${login})`],
    [t('rx.qualification'), known(qualifications.join(', '))],
    [t('rx.registration'), known([registration?.number, registration?.council].filter(Boolean).join(', '))],
    [t('rx.address'), known(address)],
    [t('rx.phone'), known(phone ?? '')],
  ];
}

function patientFacts(page: Page, { patient, age, address, record }: PrescriptionProps): [string, string][] {
  const { t } = page;
  const years = age === null ? t('rx.missing') : t('banner.age', { years: age });
  return [
    [t('rx.patient'), `${patient.name} (${patient.number})`],
    [t('rx.age'), `${years}, ${t(`sex.${patient.sex}`)}`],
    [t('rx.address'), address ?? t('rx.missing')],
    [t('rx.date'), page.date(record.effective)],
  ];
}

function* medicineParts(page: Page, resources: readonly JsonObject[]): Generator<DocumentPart> {
  const orders = resources.filter(({ resourceType }) => resourceType === 'MedicationRequest').map(medicineOrder);
  const reasons = [...new Set(orders.flatMap(({ reason }) => reason ?? []))];
  const name = (id: string) => fieldName(page, id, id);
  const columns = [
    { title: '', share: 6 },
    { title: name('drug'), share: 23 },
    { title: [name('dose'), name('medicine-route')].join(', '), share: 17 },
    { title: name('frequency'), share: 16 },
    { title: name('days'), share: 14 },
    { title: page.t('row.quantity'), share: 13 },
    { title: page.t('row.repeats'), share: 15 },
    { title: page.t('row.substitution'), share: 19 },
    { title: name('instructions'), share: 24 },
  ];
  yield { kind: 'heading', text: '℞' };
  if (reasons.length > 0) yield { kind: 'facts', rows: [[name('prescribed-for'), reasons.join(', ')]] };
  yield { kind: 'table', columns, rows: orders.map((order, i) => orderRow(page, order, i + 1)) };
  if (orders.some(({ repeats }) => repeats === undefined)) yield { kind: 'small', text: page.t('rx.once') };
}

function orderRow(page: Page, order: MedicineOrder, number: number): DocumentCell[] {
  const { drug, strength, form, dose, route, frequency, days, quantity, repeats, substitution, instructions } = order;
  const answer = (text: string | undefined) => (text === undefined ? '' : anyAnswerName(page, text));
  const lines = (...texts: string[]) => texts.filter(Boolean).join('\n');
  return [
    `${number}.`,
    { text: lines(`${drug.toUpperCase()} ${strength}`.trim(), answer(form)), bold: true },
    lines(dose, answer(route)) || '–',
    answer(frequency) || '–',
    days ?? '–',
    quantity ?? '', // whoever signs writes it
    repeats ?? '–',
    substitution === undefined ? '–' : page.t(`substitution.${substitution}`),
    instructions ?? '–',
  ];
}

// Rows of laboratory results: each is a laboratory record of one patient, of one value or of many, written as the form
// writes it.

import {
  definitionOf,
  forRole,
  importProvenanceResource,
  parseRecordForm,
  recordResources,
  type Sex,
} from '@patrec/fhir';
import { decide } from '../../access/decide.ts';
import { transaction } from '../../db/transaction.ts';
import { AppError } from '../../errors.ts';
import { now } from '../../ledger/ledger.ts';
import { INSTITUTION_ZONE } from '../../records/clinical-time.ts';
import { createRecord } from '../../records/create-record.ts';
import { type Patient, patientReader } from '../../records/patient-store.ts';
import { recordByNonce } from '../../records/record-store.ts';
import { foundTeller } from './found-teller.ts';
import { laboratoryFields, type Mapping, testNamed } from './mapping.ts';
import { nonceOfRow, type RowOutcome, rejected, type TableImport, type TakeRow } from './row.ts';

type Form = Readonly<Record<string, string>>;

/** Gives what takes rows. Throws forbidden where the actor writes no such records. */
export function resultRows(parts: TableImport, mapping: Mapping): TakeRow {
  const { db, ledger, actor } = parts;
  const decision = decide(actor, { action: 'create-record', chain: '', type: 'laboratory' }, [], now(ledger));
  if (!decision.permit) throw new AppError('forbidden', 'This person may not write laboratory records.');
  const patientByNumber = patientReader(db);
  const tellFound = foundTeller(parts);
  const seen = new Map<string, number>();
  return async (typed, line) => {
    const patient = await patientByNumber((typed.patient ?? '').toUpperCase());
    if (!typed.birthDate) return rejected('birthDate', 'required');
    // A slip in a number would meet a stranger: the birth has to agree. Which of the two is wrong is not told.
    if (!patient || patient.born !== typed.birthDate) {
      await tellFound(patient ? [patient] : []);
      return rejected('patient', 'no-such-guardian');
    }
    const outcome = await take(patient, typed, line);
    // Number and birth agree: whoever tried that is in the patient's log, by what was written or by this.
    if (parts.dryRun || outcome.outcome !== 'created') await tellFound([patient]);
    return outcome;
  };

  async function take(patient: Patient, typed: Form, line: number): Promise<RowOutcome> {
    const unknown = typed.test !== undefined && !testNamed(typed.test, mapping);
    if (unknown) return rejected('test', 'unknown-test', { test: typed.test ?? '' });
    const form = resultForm(typed, mapping);
    const nonce = nonceOfRow(parts.secret, 'results', { ...form, patient: patient.number });
    const present = await transaction(db, (tx) => recordByNonce(tx, patient.chain, actor.account, nonce));
    if (present !== undefined) return { outcome: 'present', what: `${patient.number}-REC${present}` };
    const twin = seen.get(nonce);
    if (twin !== undefined) return { outcome: 'present', what: `line ${twin}` };
    if (parts.dryRun) seen.set(nonce, line);
    return write(parts, patient, { form, nonce, line });
  }
}

// Columns for each test, or one column that names the test.
function resultForm(typed: Form, mapping: Mapping): Form {
  const { patient: _, birthDate: __, test, value = '', unit = '', method = '', ...rest } = typed;
  const collectedAt = timeOf(rest.collectedAt ?? '');
  const field = test === undefined ? undefined : testNamed(test, mapping);
  const one = field ? { [field.id]: value, [`${field.id}.unit`]: unit, [`${field.id}.method`]: method } : {};
  const form: Record<string, string> = { ...rest, ...one, collectedAt };
  return Object.fromEntries(
    Object.entries(form)
      .filter(([, text]) => text !== '')
      .map(([name, text]) => [name, asOffered(name, text)]),
  );
}

// A date alone is the beginning of that day.
function timeOf(text: string): string {
  return /^\d{4}-\d\d-\d\d$/.test(text) ? `${text}T00:00` : text.replace(' ', 'T');
}

// Units and choices in the words of the definition become its codes; what is not known stays, and is refused.
function asOffered(name: string, text: string): string {
  const [id, part] = name.split('.');
  const field = laboratoryFields.find((one) => one.id === id);
  const same = (...texts: (string | undefined)[]) => texts.some((one) => one?.toLowerCase() === text.toLowerCase());
  if (field?.kind === 'quantity' && part === 'unit')
    return [field.unit, field.alternative].find((unit) => same(unit?.ucum, unit?.text))?.ucum ?? text;
  if (field?.kind === 'choice' && part === undefined)
    return field.options.find((option) => same(option.id, option.name))?.id ?? text;
  return text;
}

async function write(
  { db, ledger, actor, file, dryRun }: TableImport,
  patient: Patient,
  { form, nonce, line }: { form: Form; nonce: string; line: number },
): Promise<RowOutcome> {
  const definition = definitionOf('laboratory');
  if (!definition) throw new AppError('fault', 'The laboratory record has no definition.');
  const own = forRole(definition, actor.role === 'doctor' ? 'doctor' : 'staff');
  const context = {
    sex: patient.sex as Sex,
    birthDate: patient.born ?? '',
    now: now(ledger),
    timeZone: INSTITUTION_ZONE,
  };
  const parsed = parseRecordForm(own, form, context);
  if (!parsed.ok) return { outcome: 'rejected', problems: parsed.errors };
  if (dryRun) return { outcome: 'created', what: '' };
  const { record } = parsed;
  const draft = { type: 'laboratory', chain: patient.chain, occurredAt: record.occurredAt, nonce } as const;
  const saved = await createRecord({ db, ledger }, actor, {
    ...draft,
    resources: ({ newId, recordedAt: lastUpdated, patient: subject, author }) => {
      const version = { lastUpdated, versionId: '1' };
      const resources = recordResources(own, record, { newId, patient: subject, author, ...version });
      const targets = resources.map(({ resourceType, id }) => `${resourceType}/${id}`);
      const source = { file: file.name, sha256: file.sha256, place: `line ${line}`, agent: author, targets };
      return [...resources, importProvenanceResource({ ...source, ...version, id: newId() })];
    },
  });
  if (!saved.created) throw new AppError('forbidden', 'This person may not write laboratory records.');
  return { outcome: saved.repeated ? 'present' : 'created', what: `${patient.number}-REC${saved.number}` };
}

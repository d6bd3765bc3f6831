// Rows of patients: each is a registration, as the desk enters it. Who seems to be registered already is rejected, unless
// the row says in `apart` how they are known to be somebody else.

import { importProvenanceResource, statedHealthResources } from '@patrec/fhir';
import { decide } from '../../access/decide.ts';
import { AppError } from '../../errors.ts';
import { readFields } from '../../identity/person-fields.ts';
import { now } from '../../ledger/ledger.ts';
import { aadhaarSealer } from '../../records/aadhaar.ts';
import { clinicalDay } from '../../records/clinical-time.ts';
import { patientByForm, similarPatients } from '../../records/patient-store.ts';
import { DuplicateError, registerPatient, SimilarPatientsError } from '../../records/register-patient.ts';
import { parseRegistration, type RegistrationForm } from '../../records/registration-form.ts';
import { earlierRows, type Person } from './earlier-rows.ts';
import { foundTeller } from './found-teller.ts';
import { nonceOfRow, type RowOutcome, rejected, type TableImport, type TakeRow } from './row.ts';

/** Gives what takes rows. Throws forbidden where the actor registers nobody. */
export function patientRows(parts: TableImport): TakeRow {
  const decision = decide(parts.actor, { action: 'register-patient' }, [], now(parts.ledger));
  if (!decision.permit) throw new AppError('forbidden', 'This person may not register patients.');
  const earlier = earlierRows();
  const tellFound = foundTeller(parts);
  return async (typed, line) => {
    const form = { ...typed, sex: sexOf(typed.sex) };
    const parsed = parseRegistration(form, clinicalDay(now(parts.ledger)));
    const fields = readFields(form);
    const apart = fields.line('apart', 300, true);
    const problems = [...(parsed.ok ? [] : parsed.errors), ...fields.errors];
    if (!parsed.ok || problems.length > 0) return { outcome: 'rejected', problems };
    const nonce = nonceOfRow(parts.secret, 'patients', typed);
    const present = await patientByForm(parts.db, parts.actor.account, nonce);
    if (present) return { outcome: 'present', what: present.number };
    const person = personOf(parsed.value);
    const twin = earlier.twin(nonce);
    if (twin !== undefined) return { outcome: 'present', what: `line ${twin}` };
    const similar = await similarPatients(parts.db, person);
    await tellFound(similar);
    const known = similar.map(({ number }) => number);
    const others = [...known, ...earlier.alike(person).map((one) => `line ${one}`)];
    if (others.length > 0 && apart === '') return rejected('', 'row-similar', { others: others.join(', ') });
    if (!parts.dryRun) return register(parts, parsed.value, { apart: { from: known, reason: apart }, line, nonce });
    earlier.add(nonce, person, line);
    return { outcome: 'created', what: '' };
  };
}

async function register(
  parts: TableImport,
  { registration, health, aadhaar }: RegistrationForm,
  { apart, line, nonce }: { apart: { from: readonly string[]; reason: string }; line: number; nonce: string },
): Promise<RowOutcome> {
  const { file, actor, ledger, secret } = parts;
  try {
    const { number } = await registerPatient(parts, actor, {
      registration,
      besides: (patient, version) => [
        ...statedHealthResources(health, patient, version),
        importProvenanceResource({
          ...version(),
          targets: [patient.reference],
          agent: actor.login,
          file: file.name,
          sha256: file.sha256,
          place: `line ${line}`,
        }),
      ],
      passwordHash: null,
      demo: false,
      nonce,
      apart,
      ...(aadhaar && { aadhaar: aadhaarSealer(secret, ledger, aadhaar) }),
    });
    return { outcome: 'created', what: number };
  } catch (error) {
    if (error instanceof SimilarPatientsError)
      return rejected('', 'row-similar', { others: error.similar.map(({ number }) => number).join(', ') });
    if (error instanceof DuplicateError) return rejected('aadhaar', 'aadhaar-taken');
    throw error;
  }
}

function personOf({ registration }: RegistrationForm): Person {
  const { name, birthDate, phone, abhaNumber } = registration;
  return { name: name.text, born: birthDate, phone: phone?.slice(-10) ?? null, abha: abhaNumber ?? null };
}

function sexOf(typed = ''): string {
  const text = typed.toLowerCase();
  return { m: 'male', f: 'female', o: 'other' }[text] ?? text;
}

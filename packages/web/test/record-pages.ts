// The forms of every record type, and the records that they become.
import { definitions, type FormContext, parseRecordForm, type RecordDefinition } from '@patrec/fhir';
import { type PageContext, type RecordFormFiles, renderRecord, renderRecordForm } from '@patrec/web';
import { record } from './histories.ts';
import { contextFor, lakshmi, now, users } from './people.ts';
import { typedRecords } from './record-samples.ts';
import { resourcesOf } from './resources.ts';

const context: FormContext = { sex: 'female', birthDate: lakshmi.birthDate, now, timeZone: 'Asia/Kolkata' };

/** Every form and record of a type; the laboratory's forms are among the pages of doctors. */
export function recordPages(more: Partial<PageContext>): Record<string, string> {
  const pages = definitions.flatMap((definition) => pagesOf(definition, more));
  const staff = contextFor(users.staff, '/patients/PAT001/records/general', more);
  const form = { patient: lakshmi, values: {}, errors: [], nonce: 'aa' };
  const saved = contextFor(users.doctor, '/patients/PAT001/records/7', {
    ...more,
    notice: 'record-saved',
    receipts: [{ href: '/receipts/0/12', ready: true }],
  });
  const read = { patient: lakshmi, viewer: 'doctor', record, resources: [], trends: {}, canVerify: true } as const;
  return {
    ...Object.fromEntries(pages),
    'form-general-staff': renderRecordForm(staff, { type: 'general', ...form }),
    'record-saved': renderRecord(saved, read),
  };
}

function pagesOf(definition: (typeof definitions)[number], more: Partial<PageContext>): [string, string][] {
  const { type } = definition;
  const values = typedRecords[type];
  const at = contextFor(users.doctor, `/patients/PAT001/records/${type}`, more);
  const form = { type, patient: lakshmi, values: {}, errors: [], nonce: 'aa' };
  const wrong = wrongly(definition, values);
  const head = { ...record, type, title: definition.name, abnormal: 0, critical: 0 };
  return [
    // Failing, a form shows all that it can; empty, two stand for the others.
    ...(['general', 'prescription'].includes(type)
      ? ([[`form-${type}`, renderRecordForm(at, form)]] satisfies [string, string][])
      : []),
    [
      `form-${type}-wrong`,
      renderRecordForm(at, { ...form, values: wrong, errors: errorsOf(definition, wrong), files: filesOf(definition) }),
    ],
    [
      `record-${type}`,
      renderRecord(at, {
        patient: lakshmi,
        viewer: 'doctor',
        record: head,
        resources: resourcesOf(definition, values),
        trends: {},
        canVerify: true,
      }),
    ],
  ];
}

/** Files that the record has, one that was attached, and one whose kind is not chosen yet. */
function filesOf({ files: slots }: RecordDefinition): RecordFormFiles | undefined {
  const [first] = slots ?? [];
  if (slots === undefined || first === undefined) return undefined;
  const long = 'SriMadhvanarayanaHospitalAndResearchCentreThiruvananthapuram.pdf';
  return {
    slots: slots.map(({ id, name }) => ({ id, name })),
    slot: '',
    upload: { id: 'c', name: 'scan.pdf', size: 2_400_000 },
    attached: [{ slot: first.id, id: 'b', name: long, size: 120_000 }],
    kept: [{ slot: first.id, id: 'a', size: 120_000 }],
    limit: 50 * 1024 * 1024,
  };
}

/** The sample with a slip in every kind of field that can have one. */
function wrongly(definition: RecordDefinition, values: Readonly<Record<string, string>>): Record<string, string> {
  const slips = definition.sections.flatMap(({ fields }) =>
    fields.flatMap((field): [string, string][] => {
      if (field.kind === 'lines') return [[`${field.id}.0.${field.fields[0]?.id}`, '']];
      if (field.kind === 'date') return [[field.id, 'soon']];
      if (field.kind === 'quantity' && !field.computed) return [[field.id, '9,9']];
      return field.required ? [[field.id, '']] : [];
    }),
  );
  return { ...values, [definition.time.id]: '2027-01-01T10:00', ...Object.fromEntries(slips) };
}

function errorsOf(definition: RecordDefinition, values: Readonly<Record<string, string>>) {
  const parsed = parseRecordForm(definition, values, context);
  return parsed.ok ? [] : parsed.errors;
}

// The clinical laboratory record of RECORDS.md: a DiagnosticReport with an Observation for each result.
// https://hl7.org/fhir/R4/diagnosticreport.html
import { coding, codings } from '../../build/datatype.ts';
import { type JsonObject, objectOf, textAt } from '../../json/value.ts';
import { compareDecimals } from '../decimal.ts';
import { type BuiltSection, defineRecord, type ResourceKit } from '../definition.ts';
import { everyFileType } from '../files.ts';
import { type FieldError, fieldError } from '../form-error.ts';
import { filled } from '../read-back.ts';
import { type ClinicalRecord, quantityOf } from '../record.ts';
import { biochemistry, haematology } from './blood-fields.ts';
import { lipidProfile } from './lipid-fields.ts';
import { microscopy, urine } from './urine-fields.ts';

/** The clinical laboratory record. */
export const laboratory = defineRecord({
  type: 'laboratory',
  name: 'Laboratory record',
  icon: 'M10 3v6l-5 9a2 2 0 0 0 1.8 3h10.4A2 2 0 0 0 19 18l-5-9V3M8.5 3h7M7.5 15h9',
  writers: ['doctor', 'staff'],
  holds: ['Observation'],
  document: 'DiagnosticReportRecord',
  time: { id: 'collectedAt', name: 'Specimen taken' },
  head: [{ kind: 'text', id: 'laboratory', name: 'Laboratory', max: 120, aside: true }],
  sections: [
    haematology,
    biochemistry,
    lipidProfile,
    urine,
    microscopy,
    {
      id: 'comment',
      name: 'Comment',
      fields: [{ kind: 'text', id: 'comment', name: 'Comment', max: 2000, long: true, aside: true }],
      readBack: ([lead]) => filled('comment', textAt(lead, 'conclusion')),
    },
  ],
  files: [{ id: 'laboratory-report', name: 'Report of the laboratory', section: 'comment', types: everyFileType }],
  performer: 'laboratory',
  check: partsAboveTotal,
  lead: report,
});

function report(record: ClinicalRecord, sections: readonly BuiltSection[], kit: ResourceKit): JsonObject {
  const results = sections.flatMap(({ resources }) =>
    resources.flatMap(({ resourceType, id }) =>
      resourceType === 'Observation' ? [{ reference: `Observation/${id}` }] : [],
    ),
  );
  return objectOf({
    ...kit.head('DiagnosticReport'),
    status: 'final',
    category: [codings(coding('v2-0074', 'LAB', 'Laboratory'))],
    code: codings(coding('loinc', '11502-2', 'Laboratory report')),
    subject: kit.patient,
    effectiveDateTime: kit.occurredAt,
    issued: kit.recordedAt,
    performer: [...kit.performers],
    result: results.length === 0 ? undefined : results,
    conclusion: record.texts.comment,
  });
}

function partsAboveTotal(record: ClinicalRecord): FieldError[] {
  const total = quantityOf(record, 'cholesterol');
  if (total === undefined) return [];
  const above = ['hdl', 'ldl', 'vldl'].filter((id) => compareDecimals(quantityOf(record, id) ?? '0', total) > 0);
  return above.map((id) => fieldError(id, 'exceeds-total', { total }));
}

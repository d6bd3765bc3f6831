// A laboratory record as FHIR R4 resources: one DiagnosticReport and one Observation for each result.
// https://hl7.org/fhir/R4/diagnosticreport.html, https://hl7.org/fhir/R4/observation.html

import { coding, codings, type Named, reference } from '../build/datatype.ts';
import { decimal, type JsonObject, objectOf } from '../json/value.ts';
import { splitCount } from './count.ts';
import type { Limits, Unit } from './field.ts';
import { laboratoryGroups } from './groups.ts';
import type { LaboratoryRecord, LaboratoryResult } from './record.ts';

/** What the resources carry beside the record. `ids(0)` is the report's id, `ids(n)` that of the n-th result. */
export interface LaboratoryOptions {
  readonly ids: (index: number) => string;
  readonly patient: Named;
  readonly author: Named;
  readonly organization?: Named;
  readonly lastUpdated: string;
  readonly versionId: string;
}

/** The report, then its observations in the order of the form. */
export function laboratoryResources(record: LaboratoryRecord, options: LaboratoryOptions): JsonObject[] {
  const observations = record.results.map((result, index) =>
    observation(record, result, options, options.ids(index + 1)),
  );
  return [report(record, options), ...observations];
}

function report(record: LaboratoryRecord, options: LaboratoryOptions): JsonObject {
  const results = record.results.map((_, index) => ({ reference: `Observation/${options.ids(index + 1)}` }));
  return objectOf({
    resourceType: 'DiagnosticReport',
    id: options.ids(0),
    meta: meta(options),
    status: 'final',
    category: [codings(coding('v2-0074', 'LAB', 'Laboratory'))],
    code: codings(coding('loinc', '11502-2', 'Laboratory report')),
    subject: reference(options.patient),
    effectiveDateTime: record.collectedAt,
    issued: options.lastUpdated,
    performer: performers(record, options),
    result: results,
    conclusion: record.comment,
  });
}

function observation(
  record: LaboratoryRecord,
  result: LaboratoryResult,
  options: LaboratoryOptions,
  id: string,
): JsonObject {
  return objectOf({
    resourceType: 'Observation',
    id,
    meta: meta(options),
    status: 'final',
    category: [codings(coding('observation-category', 'laboratory', 'Laboratory')), groupOf(result)],
    code: codeOf(result),
    subject: reference(options.patient),
    effectiveDateTime: record.collectedAt,
    issued: options.lastUpdated,
    performer: performers(record, options),
    ...valueElement(result),
    interpretation: result.flag === null ? undefined : [codings(coding('v3-ObservationInterpretation', result.flag))],
    note: noteOf(result),
    referenceRange:
      result.kind === 'quantity' && result.reference ? [range(result.reference, result.field.unit)] : undefined,
  });
}

function meta({ versionId, lastUpdated }: LaboratoryOptions): JsonObject {
  return { versionId, lastUpdated };
}

function performers(record: LaboratoryRecord, { author, organization }: LaboratoryOptions): JsonObject[] {
  const laboratory = record.laboratory === undefined ? [] : [{ display: record.laboratory }];
  return [reference(author), ...(organization ? [reference(organization)] : []), ...laboratory];
}

function groupOf({ field }: LaboratoryResult): JsonObject {
  const group = laboratoryGroups.find(({ fields }) => fields.some(({ id }) => id === field.id));
  if (!group) throw new RangeError(`no group has the field ${field.id}`);
  return group.panelCode ? { ...codings(coding('loinc', group.panelCode)), text: group.name } : { text: group.name };
}

function codeOf(result: LaboratoryResult): JsonObject {
  const method = result.kind === 'quantity' ? result.method : undefined;
  const loinc = method?.loinc ?? result.field.loinc;
  const text = method ? `${result.field.name}, ${method.name}` : result.field.name;
  return loinc === undefined ? { text } : { ...codings(coding('loinc', loinc)), text };
}

function valueElement(result: LaboratoryResult): JsonObject {
  if (result.kind === 'choice') return { valueCodeableConcept: { text: result.option.name } };
  const count = result.field.counted ? splitCount(result.value) : undefined;
  const { unit } = result.field;
  if (!count) return { valueQuantity: quantity(result.value, unit) };
  if (count.more) return { valueQuantity: { comparator: '>', ...quantity(count.low, unit) } };
  if (count.low === count.high) return { valueQuantity: quantity(count.low, unit) };
  return { valueRange: { low: quantity(count.low, unit), high: quantity(count.high, unit) } };
}

function quantity(value: string, unit: Unit): JsonObject {
  const text = unit.text === '' ? {} : { unit: unit.text };
  return { value: decimal(value), ...text, system: 'http://unitsofmeasure.org', code: unit.ucum };
}

function noteOf(result: LaboratoryResult): JsonObject[] | undefined {
  if (result.kind === 'choice' || !result.entered) return undefined;
  return [{ text: `Entered as ${result.entered.value} ${result.entered.unit}` }];
}

function range(limits: Limits, unit: Unit): JsonObject {
  const { low, high } = limits;
  return objectOf({
    low: low === undefined ? undefined : quantity(low, unit),
    high: high === undefined ? undefined : quantity(high, unit),
    text: rangeText(limits, unit),
  });
}

function rangeText({ low, high }: Limits, unit: Unit): string {
  const span = low === undefined ? `up to ${high}` : high === undefined ? `${low} or more` : `${low} – ${high}`;
  return unit.text === '' ? span : `${span} ${unit.text}`;
}

// What the builders of a record's resources are given: ids, the people, the time, and an observation of any result.
// https://hl7.org/fhir/R4/observation.html
import { coding, codings, type Named, type OnlyNamed, reference } from '../build/datatype.ts';
import { decimal, type JsonObject, type JsonValue, objectOf } from '../json/value.ts';
import { abdmDocuments } from './abdm.ts';
import { splitCount } from './count.ts';
import type { RecordDefinition, ResourceKit, Section } from './definition.ts';
import type { DateField, Limits, Panel, QuantityField, TextField, Unit } from './field.ts';
import type { RecordFile } from './files.ts';
import type { ClinicalRecord, QuantityResult, Result } from './record.ts';

/** What the resources carry beside the record. `newId` is asked once for each resource, the lead's first. */
export interface RecordOptions {
  readonly newId: () => string;
  readonly patient: Named;
  readonly author: Named | OnlyNamed;
  readonly organization?: Named;
  readonly lastUpdated: string;
  readonly versionId: string;
  readonly files?: readonly RecordFile[];
}

/** The kit for one record. */
export function resourceKit(definition: RecordDefinition, record: ClinicalRecord, options: RecordOptions): ResourceKit {
  const { author, organization, lastUpdated, versionId } = options;
  const named = definition.performer === undefined ? undefined : record.texts[definition.performer];
  return {
    document: abdmDocuments[definition.document],
    patient: reference(options.patient),
    author: reference(author),
    performers: [
      reference(author),
      ...(organization ? [reference(organization)] : []),
      ...(named === undefined ? [] : [{ display: named }]),
    ],
    occurredAt: record.occurredAt,
    recordedAt: lastUpdated,
    head: (resourceType) => ({ resourceType, id: options.newId(), meta: { versionId, lastUpdated } }),
  };
}

/** The observations of what was filled in of a section: each field one, those of a panel together one. */
export function observations(record: ClinicalRecord, section: Section, kit: ResourceKit): JsonObject[] {
  const done = new Set<string>();
  return section.fields.flatMap((field) => {
    if (field.kind === 'lines' || (field.kind === 'text' && field.long)) return [];
    if (field.kind === 'quantity' && field.panel) {
      if (done.has(field.panel.id)) return [];
      done.add(field.panel.id);
      return panelOf(field.panel, record, section, kit);
    }
    const said =
      field.kind === 'text' || field.kind === 'date' ? textElements(field, record) : resultElements(field, record);
    return said === undefined ? [] : [observation(said, section, kit)];
  });
}

/** The category of what is found in a section: the kind of observation, and the section. */
export function categoryOf({ category = 'exam', code, name }: Section): JsonObject[] {
  const kind = codings(coding('observation-category', category, category === 'laboratory' ? 'Laboratory' : undefined));
  const coded = code ? codings(coding(code.system, code.code)) : {};
  return [kind, { ...coded, text: name }];
}

function observation(elements: JsonObject, section: Section, kit: ResourceKit): JsonObject {
  const { code, ...rest } = elements;
  return objectOf({
    ...kit.head('Observation'),
    status: 'final',
    category: categoryOf(section),
    code,
    subject: kit.patient,
    effectiveDateTime: kit.occurredAt,
    issued: kit.recordedAt,
    performer: [...kit.performers],
    ...rest,
  });
}

function panelOf(panel: Panel, record: ClinicalRecord, section: Section, kit: ResourceKit): JsonObject[] {
  const ids = section.fields
    .filter((field) => field.kind === 'quantity' && field.panel?.id === panel.id)
    .map(({ id }) => id);
  const component = record.results.filter(({ field }) => ids.includes(field.id)).map(measure);
  if (component.length === 0) return [];
  return [
    observation({ code: { ...codings(coding('loinc', panel.loinc)), text: panel.name }, component }, section, kit),
  ];
}

function resultElements(field: { readonly id: string }, record: ClinicalRecord): JsonObject | undefined {
  const result = record.results.find((one) => one.field.id === field.id);
  return result && objectOf({ ...measure(result), note: noteOf(result) });
}

function textElements(field: TextField | DateField, record: ClinicalRecord): JsonObject | undefined {
  const text = record.texts[field.id];
  if (text === undefined) return undefined;
  return {
    code: conceptOf(field.loinc, field.name),
    ...(field.kind === 'date' ? { valueDateTime: text } : { valueString: text }),
  };
}

function measure(result: Result): JsonObject {
  const quantityRange =
    result.kind === 'quantity' && result.reference ? [range(result.reference, result.field.unit)] : undefined;
  return objectOf({
    code: codeOf(result),
    ...valueElement(result),
    interpretation: interpretationOf(result),
    referenceRange: quantityRange,
  });
}

function codeOf(result: Result): JsonObject {
  const method = result.kind === 'quantity' ? result.method : undefined;
  const text = method ? `${result.field.name}, ${method.name}` : result.field.name;
  return conceptOf(method?.loinc ?? result.field.loinc, text);
}

function conceptOf(loinc: string | undefined, text: string): JsonObject {
  return loinc === undefined ? { text } : { ...codings(coding('loinc', loinc)), text };
}

function interpretationOf(result: Result): JsonValue | undefined {
  const band = result.kind === 'quantity' ? result.band : undefined;
  const text = band === undefined ? {} : { text: band };
  if (result.flag === null) return band === undefined ? undefined : [text];
  return [{ ...codings(coding('v3-ObservationInterpretation', result.flag)), ...text }];
}

function valueElement(result: Result): JsonObject {
  if (result.kind === 'choice') return { valueCodeableConcept: { text: result.option.name } };
  const count = result.field.counted ? splitCount(result.value) : undefined;
  const { unit } = result.field;
  if (!count) return { valueQuantity: quantity(result.value, unit) };
  if (count.more) return { valueQuantity: { comparator: '>', ...quantity(count.low, unit) } };
  if (count.low === count.high) return { valueQuantity: quantity(count.low, unit) };
  return { valueRange: { low: quantity(count.low, unit), high: quantity(count.high, unit) } };
}

/** A Quantity in a unit of UCUM, with the digits that were typed. */
export function quantity(value: string, unit: QuantityField['unit']): JsonObject {
  const text = unit.text === '' ? {} : { unit: unit.text };
  return { value: decimal(value), ...text, system: 'http://unitsofmeasure.org', code: unit.ucum };
}

function noteOf(result: Result): JsonObject[] | undefined {
  if (result.kind === 'choice' || !result.entered) return undefined;
  return [{ text: enteredAs(result.entered) }];
}

/** What was typed in the alternative unit, in words. */
export function enteredAs({ value, unit }: NonNullable<QuantityResult['entered']>): string {
  return `Entered as ${value} ${unit}`;
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

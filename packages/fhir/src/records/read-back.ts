// The other way round: the form of a record, read back from its resources, each value as it was typed.
import { type JsonObject, objectAt, objectsAt, textAt } from '../json/value.ts';
import { localTimeOf } from './clinical-date.ts';
import { documentSections } from './composition.ts';
import type { RecordDefinition, Section } from './definition.ts';
import type { ChoiceField, Field, LineField, QuantityField } from './field.ts';
import { isInError } from './in-error.ts';
import { enteredAs } from './resource-kit.ts';

/** Values by their names in the form. */
export type FormValues = Readonly<Record<string, string>>;

/** The form that makes those resources; what was entered in error is left out, unless the whole record was. */
export function readBack(definition: RecordDefinition, resources: readonly JsonObject[], timeZone: string): FormValues {
  const [lead] = resources;
  const standing = isInError(lead) ? resources : resources.filter((one) => !isInError(one));
  const at = textAt(lead, 'date') ?? textAt(lead, 'effectiveDateTime');
  const sections = definition.sections.map((section) => sectionValues(section, standing));
  const performer = definition.performer === undefined ? {} : filled(definition.performer, performerOf(lead));
  return Object.assign(
    at === undefined ? {} : { [definition.time.id]: localTimeOf(at, timeZone) },
    performer,
    ...sections,
  );
}

/** One value under its name; nothing where there is none. */
export function filled(name: string, value: string | undefined): FormValues {
  return value === undefined || value === '' ? {} : { [name]: value };
}

/** Lines of a field, numbered from 0. */
export function lineValues(field: string, lines: readonly FormValues[]): FormValues {
  return Object.fromEntries(
    lines.flatMap((line, index) =>
      Object.entries(line).map(([name, value]) => [`${field}.${index}.${name}`, value] as const),
    ),
  );
}

/** The id of the answer that is stored under that name. */
export function optionNamed(field: Field | undefined, name: string | undefined): string | undefined {
  return field?.kind === 'choice' ? field.options.find((option) => option.name === name)?.id : undefined;
}

/** Whoever is named beside the author. */
function performerOf(lead: JsonObject | undefined): string | undefined {
  const performers = [...objectsAt(lead, 'performer'), ...objectsAt(lead, 'author')];
  return textAt(
    performers.find(({ reference }) => reference === undefined),
    'display',
  );
}

function sectionValues(section: Section, resources: readonly JsonObject[]): FormValues {
  const measures = resources
    .filter(({ resourceType }) => resourceType === 'Observation')
    .flatMap((one) => [one, ...objectsAt(one, 'component')]);
  const fields = section.fields.map((field) => {
    if (field.kind === 'lines') return {};
    return field.kind === 'text' && field.long
      ? filled(field.id, narrativeOf(section, resources))
      : measuredValue(field, measures);
  });
  return Object.assign({}, ...fields, section.readBack?.(resources));
}

function narrativeOf({ name }: Section, [lead]: readonly JsonObject[]): string | undefined {
  return lead && documentSections(lead).find(({ title }) => title === name)?.text;
}

function measuredValue(field: LineField, measures: readonly JsonObject[]): FormValues {
  const measure = measures.find((one) => isOf(field, one));
  if (measure === undefined) return {};
  switch (field.kind) {
    case 'quantity':
      return field.computed ? {} : quantityValues(field, measure);
    case 'choice':
      return filled(field.id, answerOf(field, measure));
    case 'date':
      return filled(field.id, textAt(measure, 'valueDateTime'));
    case 'text':
      return filled(field.id, textAt(measure, 'valueString'));
  }
}

function isOf(field: LineField, measure: JsonObject): boolean {
  const concept = objectAt(measure, 'code');
  const code = textAt(objectsAt(concept, 'coding')[0], 'code');
  const codes = field.kind === 'quantity' && field.methods ? field.methods.map(({ loinc }) => loinc) : [field.loinc];
  return code === undefined ? textAt(concept, 'text') === field.name : codes.includes(code);
}

function answerOf(field: ChoiceField, measure: JsonObject): string | undefined {
  return optionNamed(field, textAt(objectAt(measure, 'valueCodeableConcept'), 'text'));
}

function quantityValues(field: QuantityField, measure: JsonObject): FormValues {
  const code = textAt(objectsAt(objectAt(measure, 'code'), 'coding')[0], 'code');
  const method = field.methods?.find(({ loinc }) => loinc === code)?.id;
  const entered = enteredAlternative(field, textAt(objectsAt(measure, 'note')[0], 'text'));
  const value = entered === undefined ? quantityText(measure) : entered;
  const unit = entered === undefined ? undefined : field.alternative?.ucum;
  return {
    ...filled(field.id, value),
    ...filled(`${field.id}.unit`, unit),
    ...filled(`${field.id}.method`, method),
  };
}

// What was typed in the alternative unit stands in a note, with its own digits.
function enteredAlternative({ alternative }: QuantityField, note: string | undefined): string | undefined {
  if (alternative === undefined || note === undefined) return undefined;
  const [before, after] = enteredAs({ value: '\n', unit: alternative.text }).split('\n');
  if (before === undefined || after === undefined || !note.startsWith(before) || !note.endsWith(after))
    return undefined;
  return note.slice(before.length, note.length - after.length);
}

function quantityText(measure: JsonObject): string | undefined {
  const range = objectAt(measure, 'valueRange');
  if (range) return ['low', 'high'].map((end) => textAt(objectAt(range, end), 'value')).join('-');
  const quantity = objectAt(measure, 'valueQuantity');
  const value = textAt(quantity, 'value');
  return value === undefined ? undefined : `${textAt(quantity, 'comparator') ?? ''}${value}`;
}

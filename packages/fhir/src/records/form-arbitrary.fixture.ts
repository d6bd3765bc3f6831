// Forms that fast-check makes of a definition: what a person could type and send, all of it acceptable by itself.
import fc from 'fast-check';
import { fieldsOf, type RecordDefinition } from './definition.ts';
import type { Field, LineField } from './field.ts';

export type Form = Record<string, string>;

/** The time that the forms are about. */
export const formTime = '2026-11-22T09:15';

const past = fc.constantFrom('2019-05-28', '2026-11-22', '1999-12-31');
const future = fc.constantFrom('2026-11-22', '2027-02-01', '2040-01-01');
const partial = fc.constantFrom('2012', '2019-05', '2026-11-22');
const words = fc
  .oneof(fc.constantFrom('<b>&amp;"\'', 'ஆஸ்பிரின் 75', '1\n2\t3', 'Aspirin'), fc.string({ unit: 'grapheme' }))
  .map((text) =>
    Array.from(text)
      .filter((one) => one >= ' ' || one === '\n')
      .join('')
      .trim(),
  )
  .filter((text) => text !== '' && text.isWellFormed());

/** Forms of that definition. Each has something in it; what contradicts itself may be among them. */
export function formsOf(definition: RecordDefinition): fc.Arbitrary<Form> {
  const parts = fieldsOf(definition).map(partOf);
  return fc.tuple(...parts).map((filled) => Object.assign({ [definition.time.id]: formTime }, ...filled) as Form);
}

function partOf(field: Field): fc.Arbitrary<Form> {
  if (field.kind !== 'lines') return maybe(field, '');
  const line = (index: number) =>
    fc
      .tuple(...field.fields.map((one) => maybe(one, `${field.id}.${index}.`)))
      .map((filled) => Object.assign({}, ...filled) as Form);
  return fc.nat({ max: 2 }).chain((most) => {
    const count = field.required ? most + 1 : most;
    return fc
      .tuple(...Array.from({ length: count }, (_, index) => line(index)))
      .map((all) => Object.assign({}, ...all));
  });
}

function maybe(field: LineField, prefix: string): fc.Arbitrary<Form> {
  if (field.kind === 'quantity' && field.computed) return fc.constant({});
  const filled = typedInto(field).map((value) => ({ [`${prefix}${field.id}`]: value, ...besides(field, prefix) }));
  return field.required ? filled : fc.oneof(filled, fc.constant({}));
}

function besides(field: LineField, prefix: string): Form {
  if (field.kind !== 'quantity' || !field.methods) return {};
  return { [`${prefix}${field.id}.method`]: field.methods[0]?.id ?? '' };
}

function typedInto(field: LineField): fc.Arbitrary<string> {
  switch (field.kind) {
    case 'choice':
      return fc.constantFrom(...field.options.map(({ id }) => id));
    case 'quantity':
      return fc.constantFrom(field.plausible.low, field.plausible.high, ...(field.counted ? ['2-4', '>50'] : []));
    case 'date':
      return field.partial ? partial : field.side === 'future' ? future : past;
    case 'text':
      return field.format === 'icd10'
        ? fc.constantFrom('E11.9', 'j45', 'I10')
        : words.map((text) => text.slice(0, field.max));
  }
}

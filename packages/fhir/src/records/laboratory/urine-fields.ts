// Urine examination and microscopy of RECORDS.md.
//
// Ranges: Brunzel, "Fundamentals of Urine and Body Fluid Analysis", 4th ed.; Strasinger and Di Lorenzo, "Urinalysis and
// Body Fluids", 6th ed.: pH 4.5 to 8.0, specific gravity 1.005 to 1.030, per high power field 0 to 5 leucocytes, 0 to 3
// erythrocytes, 0 to 5 epithelial cells. Test strips are graded, so the codes are those of the [Presence] terms.
import type { Section } from '../definition.ts';
import type { ChoiceField, Flag, Option, QuantityField } from '../field.ts';

const option = (id: string, name: string, flag: Flag | null): Option => ({ id, name, flag });

const grades: readonly Option[] = [
  option('nil', 'Nil', 'N'),
  option('trace', 'Trace', 'H'),
  option('1+', '1+', 'H'),
  option('2+', '2+', 'H'),
  option('3+', '3+', 'H'),
  option('4+', '4+', 'H'),
];

const presence: readonly Option[] = [option('absent', 'Absent', 'N'), option('present', 'Present', 'A')];

const choice = (id: string, name: string, loinc: string | undefined, options: readonly Option[]): ChoiceField => ({
  kind: 'choice',
  id,
  name,
  ...(loinc === undefined ? {} : { loinc }),
  options,
});

const colours: readonly Option[] = [
  option('pale-yellow', 'Pale yellow', 'N'),
  option('yellow', 'Yellow', 'N'),
  option('colourless', 'Colourless', null),
  option('dark-yellow', 'Dark yellow', null),
  option('amber', 'Amber', null),
  option('orange', 'Orange', 'A'),
  option('red', 'Red', 'A'),
  option('brown', 'Brown', 'A'),
  option('milky', 'Milky white', 'A'),
  option('green', 'Green', 'A'),
];

const clarity: readonly Option[] = [
  option('clear', 'Clear', 'N'),
  option('slightly-turbid', 'Slightly turbid', 'A'),
  option('turbid', 'Turbid', 'A'),
];

const ph: QuantityField = {
  kind: 'quantity',
  id: 'urine-ph',
  name: 'Urine pH',
  loinc: '5803-2',
  unit: { ucum: '[pH]', text: '' },
  decimals: 2,
  plausible: { low: '3', high: '11' },
  reference: [{ low: '4.5', high: '8.0' }],
};

const specificGravity: QuantityField = {
  kind: 'quantity',
  id: 'specific-gravity',
  name: 'Urine specific gravity',
  loinc: '5811-5',
  unit: { ucum: '{ratio}', text: '' },
  decimals: 4,
  plausible: { low: '1.000', high: '1.100' },
  reference: [{ low: '1.005', high: '1.030' }],
};

const counted = (id: string, name: string, loinc: string, high: string): QuantityField => ({
  kind: 'quantity',
  id,
  name,
  loinc,
  unit: { ucum: '/[HPF]', text: '/HPF' },
  decimals: 0,
  plausible: { low: '0', high: '1000' },
  reference: [{ low: '0', high }],
  counted: true,
});

/** Urine: physical and chemical examination. */
export const urine: Section = {
  id: 'urine',
  name: 'Urine examination',
  category: 'laboratory',
  code: { system: 'loinc', code: '24356-8', display: 'Urinalysis complete panel - Urine' },
  fields: [
    choice('urine-colour', 'Urine colour', '5778-6', colours),
    choice('urine-appearance', 'Urine appearance', '5767-9', clarity),
    ph,
    specificGravity,
    choice('urine-protein', 'Urine protein', '20454-5', grades),
    choice('urine-sugar', 'Urine sugar', '25428-4', grades),
    choice('urine-ketones', 'Urine ketones', '2514-8', grades),
    choice('bile-salts', 'Urine bile salts', undefined, presence),
    choice('bile-pigment', 'Urine bile pigment', '5770-3', presence),
  ],
};

/** Urine: microscopy of the sediment. */
export const microscopy: Section = {
  id: 'microscopy',
  name: 'Urine microscopy',
  category: 'laboratory',
  fields: [
    counted('pus-cells', 'Pus cells', '5821-4', '5'),
    counted('red-cells', 'Red cells', '13945-1', '3'),
    counted('epithelial-cells', 'Epithelial cells', '5787-7', '5'),
    choice('casts', 'Casts', undefined, [
      option('absent', 'Absent', 'N'),
      option('hyaline', 'Hyaline casts', null),
      option('granular', 'Granular casts', 'A'),
      option('red-cell', 'Red cell casts', 'A'),
      option('white-cell', 'White cell casts', 'A'),
      option('epithelial', 'Epithelial cell casts', 'A'),
      option('waxy', 'Waxy casts', 'A'),
      option('fatty', 'Fatty casts', 'A'),
      option('other', 'Other casts (see comment)', 'A'),
    ]),
    choice('crystals', 'Crystals', undefined, [
      option('absent', 'Absent', 'N'),
      option('calcium-oxalate', 'Calcium oxalate', null),
      option('uric-acid', 'Uric acid', null),
      option('amorphous-urates', 'Amorphous urates', null),
      option('amorphous-phosphates', 'Amorphous phosphates', null),
      option('triple-phosphate', 'Triple phosphate', null),
      option('cystine', 'Cystine', 'A'),
      option('tyrosine', 'Tyrosine', 'A'),
      option('other', 'Other crystals (see comment)', null),
    ]),
  ],
};

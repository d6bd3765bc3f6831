// Allergies and intolerances, or that none are known (https://hl7.org/fhir/R4/allergyintolerance.html). That nobody asked
// is neither: then nothing is written.

import { coding, codings } from '../../build/datatype.ts';
import { type JsonObject, objectAt, objectOf, objectsAt, textAt, textOf } from '../../json/value.ts';
import { abdmSections } from '../abdm.ts';
import type { ResourceKit, Section } from '../definition.ts';
import type { ChoiceField, LinesField, Option } from '../field.ts';
import { type FieldError, fieldError } from '../form-error.ts';
import { type FormValues, filled, lineValues } from '../read-back.ts';
import { type ClinicalRecord, type Entries, linesOf, optionOf } from '../record.ts';

const option = (id: string, name: string): Option => ({ id, name, flag: null });

const NONE_KNOWN = '716186003'; // SNOMED CT, No known allergy

const noneKnown: ChoiceField = {
  kind: 'choice',
  id: 'no-allergies',
  name: 'Asked about allergies',
  options: [option('none', 'No known allergies')],
};

const allergies: LinesField = {
  kind: 'lines',
  id: 'allergies',
  name: 'Allergies',
  fields: [
    { kind: 'text', id: 'substance', name: 'Substance', max: 120, required: true },
    {
      kind: 'choice',
      id: 'substance-kind',
      name: 'Kind',
      options: [
        option('medication', 'Medicine'),
        option('food', 'Food'),
        option('environment', 'Environment'),
        option('biologic', 'Biological product'),
      ],
    },
    { kind: 'text', id: 'reaction', name: 'Reaction', max: 120 },
    {
      kind: 'choice',
      id: 'reaction-severity',
      name: 'Severity',
      options: [option('mild', 'Mild'), option('moderate', 'Moderate'), option('severe', 'Severe')],
    },
  ],
  shown: 1,
};

/** The section: none known, or a line for each. */
export const allergySection: Section = {
  id: 'allergies',
  name: 'Allergies',
  code: abdmSections.allergies,
  fields: [noneKnown, allergies],
  resources: (record, kit) =>
    optionOf(record, noneKnown.id)
      ? [noKnownAllergy(kit)]
      : linesOf(record, allergies.id).map((one) => allergyTo(one, kit)),
  readBack: (resources) => {
    const found = resources.filter(({ resourceType }) => resourceType === 'AllergyIntolerance');
    if (found.some(isNoneKnown)) return { [noneKnown.id]: 'none' };
    return lineValues(allergies.id, found.map(lineBack));
  },
};

/** None are known and yet some are; or how severe a reaction was, but not which. */
export function allergyErrors(record: ClinicalRecord): FieldError[] {
  const lines = linesOf(record, allergies.id);
  const contradicts = lines.length > 0 && optionOf(record, noneKnown.id) !== undefined;
  const unnamed = lines.filter((line) => optionOf(line, 'reaction-severity') && line.texts.reaction === undefined);
  return [
    ...(contradicts ? [fieldError(noneKnown.id, 'none-and-some')] : []),
    ...unnamed.map(({ line }) => fieldError(`${allergies.id}.${line}.reaction`, 'required')),
  ];
}

function noKnownAllergy(kit: ResourceKit): JsonObject {
  return intolerance({ code: { ...codings(coding('snomed', NONE_KNOWN)), text: 'No known allergies' } }, kit);
}

function allergyTo(line: Entries, kit: ResourceKit): JsonObject {
  const severity = optionOf(line, 'reaction-severity')?.id;
  const kind = optionOf(line, 'substance-kind')?.id;
  const { substance = '', reaction } = line.texts;
  return intolerance(
    {
      category: kind === undefined ? undefined : [kind],
      criticality: severity === 'severe' ? 'high' : undefined,
      code: { text: substance },
      reaction: reaction === undefined ? undefined : [objectOf({ manifestation: [{ text: reaction }], severity })],
    },
    kit,
  );
}

function intolerance(
  { category, criticality, code, reaction }: Parameters<typeof objectOf>[0],
  kit: ResourceKit,
): JsonObject {
  return objectOf({
    ...kit.head('AllergyIntolerance'),
    clinicalStatus: codings(coding('allergyintolerance-clinical', 'active')),
    verificationStatus: codings(coding('allergyintolerance-verification', 'confirmed')),
    category,
    criticality,
    code,
    patient: kit.patient,
    recordedDate: kit.occurredAt,
    recorder: kit.author,
    reaction,
  });
}

function isNoneKnown(resource: JsonObject): boolean {
  return objectsAt(objectAt(resource, 'code'), 'coding').some(({ code }) => code === NONE_KNOWN);
}

function lineBack(resource: JsonObject): FormValues {
  const { category } = resource;
  const [reaction] = objectsAt(resource, 'reaction');
  return {
    ...filled('substance', textAt(objectAt(resource, 'code'), 'text')),
    ...filled('substance-kind', Array.isArray(category) ? textOf(category[0]) : undefined),
    ...filled('reaction', textAt(objectsAt(reaction, 'manifestation')[0], 'text')),
    ...filled('reaction-severity', textAt(reaction, 'severity')),
  };
}

// The clinical laboratory record: all groups, in the order of the form.
import { biochemistry, haematology } from './blood-fields.ts';
import type { Field, Group } from './field.ts';
import { lipidProfile } from './lipid-fields.ts';
import { microscopy, urine } from './urine-fields.ts';

/** The groups of the clinical laboratory record with their fields. */
export const laboratoryGroups: readonly Group[] = [haematology, biochemistry, lipidProfile, urine, microscopy];

/** The field with this id, or undefined. */
export function laboratoryField(id: string): Field | undefined {
  return allFields().find((field) => field.id === id);
}

/** The field that a stored result belongs to: by its LOINC code, else (for fields without one) by its text. */
export function laboratoryFieldOf(loinc: string | undefined, text: string | undefined): Field | undefined {
  if (loinc !== undefined) return allFields().find((field) => codesOf(field).includes(loinc));
  return allFields().find((field) => codesOf(field).length === 0 && field.name === text);
}

function allFields(): Field[] {
  return laboratoryGroups.flatMap((group) => group.fields);
}

function codesOf(field: Field): string[] {
  if (field.kind === 'quantity' && field.methods) return field.methods.map((method) => method.loinc);
  return field.loinc === undefined ? [] : [field.loinc];
}

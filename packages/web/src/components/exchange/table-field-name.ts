// What the fields that a column of a table may be are called.
import { fieldById } from '@patrec/fhir';
import { isMessageKey, type MessageKey, translate } from '../../i18n/translate.ts';
import type { Language } from '../../view-types.ts';

const others: Readonly<Record<string, MessageKey>> = {
  abha: 'person.abha',
  noAllergies: 'register.noAllergies',
  apart: 'tables.field.apart',
  patient: 'tables.field.patient',
  test: 'tables.field.test',
  value: 'tables.field.value',
  unit: 'tables.field.unit',
  method: 'tables.field.method',
};

/** The name of a field of a table of patients or of results, such as `birthDate`, `haemoglobin` or `haemoglobin.unit`. */
export function tableFieldName(lang: Language, id: string): string {
  const [field = '', part] = id.split('.');
  if (part === 'unit') return translate(lang, 'tables.unitOf', { field: tableFieldName(lang, field) });
  if (part === 'method') return translate(lang, 'tables.methodOf', { field: tableFieldName(lang, field) });
  const key = others[id] ?? [`person.${id}`, `field.${id}`].find(isMessageKey);
  return key !== undefined && isMessageKey(key) ? translate(lang, key) : (fieldById(id)?.name ?? id);
}

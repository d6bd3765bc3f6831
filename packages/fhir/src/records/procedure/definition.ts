// The procedure of RECORDS.md (https://hl7.org/fhir/R4/procedure.html). Its name, place and reason are words.
import { coding, codings } from '../../build/datatype.ts';
import { type JsonObject, objectAt, objectOf, objectsAt, textAt } from '../../json/value.ts';
import { abdmSections } from '../abdm.ts';
import { composition } from '../composition.ts';
import { defineRecord, type ResourceKit } from '../definition.ts';
import type { Option } from '../field.ts';
import { type FormValues, filled } from '../read-back.ts';
import { type ClinicalRecord, optionOf } from '../record.ts';

const option = (id: string, name: string): Option => ({ id, name, flag: null });

/** Of http://hl7.org/fhir/ValueSet/procedure-outcome. */
const outcomes: Readonly<Record<string, string>> = {
  successful: '385669000',
  'partly-successful': '385670004',
  unsuccessful: '385671000',
};

/** The procedure. */
export const procedure = defineRecord({
  type: 'procedure',
  name: 'Procedure',
  icon: 'M4 20c6 .5 9.5-1.5 11.5-5L11 10.5zM11 10.5L18 3.5a2 2 0 0 1 2.8 2.8L15.5 15',
  writers: ['doctor'],
  holds: ['Procedure'],
  document: 'OPConsultRecord',
  time: { id: 'performedAt', name: 'Performed' },
  head: [],
  sections: [
    {
      id: 'procedure',
      name: 'Procedure',
      code: abdmSections.procedure,
      fields: [
        { kind: 'text', id: 'procedure', name: 'Procedure', max: 200, required: true },
        { kind: 'text', id: 'procedure-site', name: 'Procedure site', max: 120 },
        { kind: 'text', id: 'procedure-reason', name: 'Reason for the procedure', max: 200 },
        {
          kind: 'choice',
          id: 'outcome',
          name: 'Outcome',
          options: [
            option('successful', 'Successful'),
            option('partly-successful', 'Partly successful'),
            option('unsuccessful', 'Unsuccessful'),
          ],
        },
        { kind: 'text', id: 'complication', name: 'Complication', max: 200 },
      ],
      resources: (record, kit) => [procedureOf(record, kit)],
      readBack,
    },
    {
      id: 'procedure-report',
      name: 'Report of the procedure',
      fields: [{ kind: 'text', id: 'procedure-report', name: 'Report of the procedure', max: 4000, long: true }],
    },
  ],
  lead: composition({ type: 'procedure', name: 'Procedure', title: (record) => record.texts.procedure }),
});

function procedureOf({ texts, results }: ClinicalRecord, kit: ResourceKit): JsonObject {
  const outcome = optionOf({ texts, results }, 'outcome');
  const said = (id: string): JsonObject[] | undefined => (texts[id] === undefined ? undefined : [{ text: texts[id] }]);
  return objectOf({
    ...kit.head('Procedure'),
    status: 'completed',
    code: { text: texts.procedure ?? '' },
    subject: kit.patient,
    performedDateTime: kit.occurredAt,
    recorder: kit.author,
    performer: [{ actor: kit.author }],
    reasonCode: said('procedure-reason'),
    bodySite: said('procedure-site'),
    outcome: outcome && { ...codings(coding('snomed', outcomes[outcome.id] ?? '')), text: outcome.name },
    complication: said('complication'),
  });
}

function readBack(resources: readonly JsonObject[]): FormValues {
  const one = resources.find(({ resourceType }) => resourceType === 'Procedure');
  const outcome = textAt(objectsAt(objectAt(one, 'outcome'), 'coding')[0], 'code');
  const said = (member: string) => textAt(objectsAt(one, member)[0], 'text');
  return {
    ...filled('procedure', textAt(objectAt(one, 'code'), 'text')),
    ...filled('procedure-site', said('bodySite')),
    ...filled('procedure-reason', said('reasonCode')),
    ...filled(
      'outcome',
      Object.keys(outcomes).find((id) => outcomes[id] === outcome),
    ),
    ...filled('complication', said('complication')),
  };
}

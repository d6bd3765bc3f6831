// The discharge or treatment summary of RECORDS.md.
import { abdmSections } from '../abdm.ts';
import { composition } from '../composition.ts';
import { diagnosed, diagnosedBack, diagnoses } from '../condition.ts';
import { defineRecord, type Section } from '../definition.ts';
import type { Option } from '../field.ts';
import { advice, complaints, followUp } from '../general/sections.ts';
import { uncounted } from '../prescription/dispensing.ts';
import { medicationRequests, medicines, medicinesBack } from '../prescription/medicines.ts';

const option = (id: string, name: string): Option => ({ id, name, flag: null });
const words = (id: string, name: string): Section => ({
  id,
  name,
  fields: [{ kind: 'text', id, name, max: 8000, long: true }],
});

const stay: Section = {
  id: 'stay',
  name: 'Stay',
  fields: [
    { kind: 'date', id: 'admitted', name: 'Admitted', side: 'past', required: true },
    {
      kind: 'choice',
      id: 'discharge-condition',
      name: 'Condition at discharge',
      options: [
        option('recovered', 'Recovered'),
        option('improved', 'Improved'),
        option('unchanged', 'Unchanged'),
        option('worse', 'Worse'),
        option('against-advice', 'Left against advice'),
        option('referred', 'Referred elsewhere'),
        option('died', 'Died'),
      ],
    },
  ],
};

/** The discharge summary. */
export const discharge = defineRecord({
  type: 'discharge',
  name: 'Discharge summary',
  icon: 'M14 4h4a1 1 0 0 1 1 1v14a1 1 0 0 1-1 1h-4M5 12h9M10.5 8.5L14 12l-3.5 3.5',
  writers: ['doctor'],
  holds: ['Observation', 'Condition', 'MedicationRequest'],
  document: 'DischargeSummaryRecord',
  time: { id: 'dischargedAt', name: 'Discharged' },
  head: [],
  sections: [
    stay,
    {
      id: 'discharge-diagnoses',
      name: 'Diagnoses at discharge',
      fields: [{ ...diagnoses, required: true }],
      resources: diagnosed,
      readBack: diagnosedBack,
    },
    complaints,
    words('course', 'Course in hospital'),
    words('procedures-done', 'Procedures done'),
    words('investigations', 'Investigations'),
    {
      id: 'discharge-medicines',
      name: 'Medicines at discharge',
      code: abdmSections.medicationsAtDischarge,
      fields: [medicines],
      resources: (record, kit) => medicationRequests(record, kit),
      readBack: medicinesBack,
    },
    advice,
    followUp,
  ],
  check: (record) => uncounted(record, medicines),
  lead: composition({
    type: 'discharge',
    name: 'Discharge summary',
    from: (record) => record.texts.admitted,
  }),
});

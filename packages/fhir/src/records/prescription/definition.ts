// The prescription of RECORDS.md: medicines, what they are for, and advice.
import { abdmDocuments } from '../abdm.ts';
import { composition } from '../composition.ts';
import { defineRecord } from '../definition.ts';
import { advice } from '../general/sections.ts';
import { filled } from '../read-back.ts';
import { uncounted } from './dispensing.ts';
import { medicationRequests, medicines, medicinesBack, reasonBack } from './medicines.ts';

/** The prescription. */
export const prescription = defineRecord({
  type: 'prescription',
  name: 'Prescription',
  icon: 'M10.5 20a4.6 4.6 0 0 1-6.5-6.5l9.5-9.5a4.6 4.6 0 0 1 6.5 6.5zM8.8 8.8l6.4 6.4',
  writers: ['doctor'],
  holds: ['MedicationRequest'],
  document: 'PrescriptionRecord',
  time: { id: 'prescribedAt', name: 'Prescribed' },
  head: [{ kind: 'text', id: 'prescribed-for', name: 'Prescribed for', max: 200, aside: true }],
  sections: [
    {
      id: 'medicines',
      name: 'Medicines',
      code: abdmDocuments.PrescriptionRecord,
      fields: [{ ...medicines, required: true }],
      resources: (record, kit) => medicationRequests(record, kit, record.texts['prescribed-for']),
      readBack: (resources) => ({ ...filled('prescribed-for', reasonBack(resources)), ...medicinesBack(resources) }),
    },
    advice,
  ],
  check: (record) => uncounted(record, medicines),
  lead: composition({
    type: 'prescription',
    name: 'Prescription',
  }),
});

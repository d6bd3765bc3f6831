// Sections in words that the general record and the discharge summary share. Their SNOMED CT codes are those of RECORDS.md.
import type { Code } from '../abdm.ts';
import type { Section } from '../definition.ts';

const words = (id: string, name: string, code?: Code): Section => ({
  id,
  name,
  ...(code && { code }),
  fields: [{ kind: 'text', id, name, max: 4000, long: true }],
});
const snomed = (code: string, display: string): Code => ({ system: 'snomed', code, display });

export const complaints = words('complaints', 'Complaints', snomed('422843007', 'Chief complaint section'));
export const history = words('history', 'History', snomed('371529009', 'History and physical report'));
export const examination: Section = {
  ...words('examination', 'Examination', snomed('425044008', 'Physical exam section')),
  doctorsOnly: true,
};
export const advice: Section = {
  ...words('advice', 'Advice', snomed('721963009', 'Order document')),
  doctorsOnly: true,
};

/** When to come again, and for what. */
export const followUp: Section = {
  id: 'follow-up',
  name: 'Follow-up',
  code: snomed('390906007', 'Follow-up encounter'),
  doctorsOnly: true,
  fields: [
    { kind: 'date', id: 'follow-up-on', name: 'Come again on', side: 'future' },
    { kind: 'text', id: 'follow-up', name: 'Follow-up', max: 4000, long: true },
  ],
};

// PAT004: a boy growing a little under the median, with the illnesses of small children. PAT012: an infant.

import { months } from '../days.ts';
import type { Entry, Life } from '../entry.ts';
import { urine } from '../forms.ts';
import { growthVisits } from './growth.ts';
import { illnessVisit } from './illnesses.ts';
import { childhood } from './vaccines.ts';

const paediatrician = 'DOC8';
const laboratory = 'Deccan Pathology, Kothrud';

/** The boy: growth and vaccines, five illnesses, and a low haemoglobin that iron mends. */
export function boy({ bornDaysAgo }: Life): Entry[] {
  const at = (monthsOld: number) => bornDaysAgo - months(monthsOld);
  const blood = { kind: 'laboratory', author: 'STF1', laboratory } as const;
  return [
    ...growthVisits({ sex: 'male', weight: 0.93, height: 0.985 }, bornDaysAgo, childhood, paediatrician),
    illnessVisit('child-ear', at(15), paediatrician),
    illnessVisit('child-iron', at(12.4), paediatrician),
    illnessVisit('child-gastroenteritis', at(22), paediatrician),
    illnessVisit('child-wheeze', at(33), paediatrician),
    illnessVisit('child-cold', at(51), paediatrician),
    { ...blood, key: 'iron-low', daysAgo: at(12.2), time: '09:10', form: { haemoglobin: '9.8' } },
    { ...blood, key: 'iron-better', daysAgo: at(15.5), time: '09:25', form: { haemoglobin: '11.1' } },
    { ...blood, key: 'iron-good', daysAgo: at(24.3), time: '09:05', form: { haemoglobin: '11.9' } },
    { ...blood, key: 'school', daysAgo: at(54.2), time: '08:50', form: { haemoglobin: '12.3', ...urine() } },
  ];
}

/** The infant: growth and vaccines so far, and one cold. */
export function infant({ bornDaysAgo }: Life): Entry[] {
  return [
    ...growthVisits({ sex: 'female', weight: 1.02, height: 1.0 }, bornDaysAgo, childhood, paediatrician),
    illnessVisit('child-cold', bornDaysAgo - 120, paediatrician),
  ];
}

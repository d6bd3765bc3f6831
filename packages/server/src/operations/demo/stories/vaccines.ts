// The vaccines of childhood in India: National Immunization Schedule, Ministry of Health and Family Welfare.
// CVX codes where the CDC's code set has the very vaccine.

import { type Appointment, age } from './growth.ts';

/** Visits of the first six years. */
export const childhood: readonly Appointment[] = [
  {
    days: 1,
    title: 'Newborn examination',
    reason: 'Born at term; feeding well, no jaundice',
    vaccines: [
      { name: 'BCG vaccine', cvx: '19' },
      { name: 'Oral polio vaccine, birth dose' },
      { name: 'Hepatitis B vaccine, birth dose' },
    ],
  },
  {
    days: age.weeks(6),
    title: 'Six-week visit',
    reason: 'Growth and first vaccines; smiles and follows with the eyes',
    vaccines: [
      { name: 'Pentavalent vaccine (DPT, hepatitis B, Hib)', dose: 1 },
      { name: 'Inactivated polio vaccine', cvx: '10', dose: 1 },
      { name: 'Rotavirus vaccine', dose: 1 },
      { name: 'Pneumococcal conjugate vaccine', dose: 1 },
    ],
  },
  {
    days: age.weeks(10),
    title: 'Ten-week visit',
    reason: 'Growth and second vaccines',
    vaccines: [
      { name: 'Pentavalent vaccine (DPT, hepatitis B, Hib)', dose: 2 },
      { name: 'Rotavirus vaccine', dose: 2 },
    ],
  },
  {
    days: age.weeks(14),
    title: 'Fourteen-week visit',
    reason: 'Growth and third vaccines; holds the head up',
    vaccines: [
      { name: 'Pentavalent vaccine (DPT, hepatitis B, Hib)', dose: 3 },
      { name: 'Inactivated polio vaccine', cvx: '10', dose: 2 },
      { name: 'Rotavirus vaccine', dose: 3 },
      { name: 'Pneumococcal conjugate vaccine', dose: 2 },
    ],
  },
  { days: age.months(6), title: 'Six-month visit', reason: 'Growth; first solid food, sits with support' },
  {
    days: age.months(9.5),
    title: 'Nine-month visit',
    reason: 'Growth and vaccines; crawls, says da-da',
    vaccines: [
      { name: 'Measles and rubella vaccine', dose: 1 },
      { name: 'Pneumococcal conjugate vaccine, booster' },
      { name: 'Inactivated polio vaccine', cvx: '10', dose: 3 },
    ],
  },
  { days: age.months(12), title: 'One-year visit', reason: 'Growth; walks with one hand held' },
  {
    days: age.months(17),
    title: 'Vaccination visit',
    reason: 'Growth and boosters; walks alone, eight words',
    vaccines: [
      { name: 'Measles and rubella vaccine', dose: 2 },
      { name: 'DPT vaccine, first booster' },
      { name: 'Oral polio vaccine, booster' },
    ],
  },
  { days: age.months(24), title: 'Two-year visit', reason: 'Growth; runs, joins two words' },
  { days: age.months(30), title: 'Growth visit', reason: 'Growth; eats with a spoon' },
  { days: age.months(36), title: 'Three-year visit', reason: 'Growth; rides a tricycle, knows colours' },
  { days: age.months(42), title: 'Growth visit', reason: 'Growth; began nursery school' },
  { days: age.months(48), title: 'Four-year visit', reason: 'Growth; hops, draws a person' },
  { days: age.months(54), title: 'Growth visit', reason: 'Growth; sight and hearing tested, both good' },
  {
    days: age.months(57),
    title: 'Vaccination visit',
    reason: 'Before school',
    vaccines: [{ name: 'Varicella vaccine', cvx: '21', dose: 1 }],
  },
];

// Staff: laboratory, radiology, front desk.

import type { DemoPractitioner } from './person.ts';

const employed = { speciality: null, hours: [], city: 'Chennai' } as const;

export const staff: readonly DemoPractitioner[] = [
  {
    ...employed,
    login: 'STF1',
    name: {
      text: 'Kavya Natarajan',
      given: ['Kavya'],
      family: 'Natarajan',
      official: { text: 'காவ்யா நடராஜன்', language: 'ta' },
    },
    sex: 'female',
    birth: '1993-09-14',
    qualifications: [{ degree: 'BSc (Medical Laboratory Technology)', place: 'Madras Medical College' }],
    languages: ['ta', 'en'],
    workPhone: '+91 44 0000 2001',
    workplace: 'Sunrise Diagnostics',
  },
  {
    ...employed,
    login: 'STF2',
    name: {
      text: 'Dr Imran Qureshi',
      given: ['Imran'],
      family: 'Qureshi',
      official: { text: 'ڈاکٹر عمران قریشی', language: 'ur' },
    },
    sex: 'male',
    birth: '1980-02-03',
    registration: { number: '00070388', council: 'Tamil Nadu Medical Council' },
    qualifications: [
      { degree: 'MBBS', place: 'Government Medical College, Nagpur' },
      { degree: 'MD (Radiodiagnosis)', place: 'Madras Medical College' },
    ],
    languages: ['ur', 'hi', 'ta', 'en'],
    workPhone: '+91 44 0000 2002',
    workplace: 'Sunrise Diagnostics',
  },
  {
    ...employed,
    login: 'STF3',
    name: { text: 'Grace Selvi', given: ['Grace'], family: 'Selvi', official: { text: 'கிரேஸ் செல்வி', language: 'ta' } },
    sex: 'female',
    birth: '1998-06-21',
    qualifications: [{ degree: 'BCom', place: 'University of Madras' }],
    languages: ['ta', 'en', 'hi'],
    workPhone: '+91 44 0000 1001',
    workplace: 'Anna Nagar Family Clinic',
  },
];

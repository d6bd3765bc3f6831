// @patrec/fhir/words: what the records, their fields and answers are called in English, Hindi and Tamil.
import { cardiacWords } from './records/cardiac/words.ts';
import { dermatologyWords } from './records/dermatology/words.ts';
import { diagnosisWords } from './records/diagnosis/words.ts';
import { dischargeWords } from './records/discharge/words.ts';
import { generalWords } from './records/general/words.ts';
import { immunisationWords } from './records/immunisation/words.ts';
import { laboratoryWords } from './records/laboratory/words.ts';
import { prescriptionWords } from './records/prescription/words.ts';
import { procedureWords } from './records/procedure/words.ts';

/** The words of all record types. */
export const recordWords = {
  en: {
    ...generalWords.en,
    ...laboratoryWords.en,
    ...prescriptionWords.en,
    ...diagnosisWords.en,
    ...immunisationWords.en,
    ...procedureWords.en,
    ...dischargeWords.en,
    ...cardiacWords.en,
    ...dermatologyWords.en,
  },
  hi: {
    ...generalWords.hi,
    ...laboratoryWords.hi,
    ...prescriptionWords.hi,
    ...diagnosisWords.hi,
    ...immunisationWords.hi,
    ...procedureWords.hi,
    ...dischargeWords.hi,
    ...cardiacWords.hi,
    ...dermatologyWords.hi,
  },
  ta: {
    ...generalWords.ta,
    ...laboratoryWords.ta,
    ...prescriptionWords.ta,
    ...diagnosisWords.ta,
    ...immunisationWords.ta,
    ...procedureWords.ta,
    ...dischargeWords.ta,
    ...cardiacWords.ta,
    ...dermatologyWords.ta,
  },
};

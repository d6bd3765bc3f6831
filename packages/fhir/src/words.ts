// @patrec/fhir/words: what the records, their fields and answers are called in English, Hindi and Tamil.
import { laboratoryWords } from './records/laboratory/words.ts';

/** The words of all record types. */
export const recordWords = {
  en: { ...laboratoryWords.en },
  hi: { ...laboratoryWords.hi },
  ta: { ...laboratoryWords.ta },
};

// Tamil: what all forms of records say. The words of a record type stand in its folder of @patrec/fhir.
import type { entry as english } from '../en/entry.ts';

export const entry: Readonly<Record<keyof typeof english, string>> = {
  'entry.lead': 'தெரிந்ததை நிரப்புங்கள், மற்றதைக் காலியாக விடுங்கள். Enter அடுத்த புலத்திற்குச் செல்லும்.',
  'entry.notDone': 'செய்யப்படவில்லை',
  'entry.notRecorded': 'பதியவில்லை',
  'entry.partialDate': 'ஆண்டு, 2019-05 அல்லது 2019-05-28',
  'entry.more': 'மேலும் ஒரு வரி சேர்',
  'entry.unit': 'அலகு',
  'entry.method': 'முறை',
  'entry.reference': 'இயல்பு வரம்பு',
  'entry.save': 'பதிவைச் சேமி',
  'entry.savesFor': '{patient}, {number}: இவருக்காகச் சேமிக்கப்படும்',
  'error.not-a-partial-date': 'ஆண்டு, 2019-05 அல்லது 2019-05-28 என்று எழுதுங்கள்.',
  'error.not-icd10': 'ICD-10 குறியீட்டை (எ.கா. E11.9) எழுதுங்கள், அல்லது காலியாக விடுங்கள்.',
  'error.none-and-some': 'ஒவ்வாமை இல்லை என்றும் சில உள்ளன என்றும் உள்ளது. இரண்டையும் சரிசெய்யுங்கள்.',
  'error.contradicts': 'இது மேலுள்ள விடையுடன் பொருந்தவில்லை.',
  'error.not-above': 'இது சிஸ்டாலிக் அழுத்தத்தை ({systolic}) விடக் குறைவாக இருக்க வேண்டும்.',
  'error.form-missing': 'மருந்தின் வடிவத்தைத் தேர்ந்தெடுக்கவும்: மொத்த அளவு எதை எண்ணுகிறது என்பதை அது சொல்லும்.',
  'error.still-active': 'இது முடிந்துவிட்டது; எனவே நிலை "செயலில்" ஆக இருக்க முடியாது.',
};

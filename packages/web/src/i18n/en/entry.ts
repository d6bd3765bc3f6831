// English: what all forms of records say. The words of a record type stand in its folder of @patrec/fhir.
export const entry = {
  'entry.lead': 'Fill in what is known and leave the rest empty. Enter goes to the next field.',
  'entry.notDone': 'Not done',
  'entry.notRecorded': 'Not recorded',
  'entry.partialDate': 'A year, 2019-05 or 2019-05-28',
  'entry.more': 'Add a line',
  'entry.unit': 'unit',
  'entry.method': 'method',
  'entry.reference': 'Reference range',
  'entry.save': 'Save the record',
  'entry.savesFor': 'Saves for {patient}, {number}',
  'error.not-a-partial-date': 'Write a year, 2019-05 or 2019-05-28.',
  'error.not-icd10': 'Write a code of ICD-10 such as E11.9, or leave it empty.',
  'error.none-and-some': 'No known allergies, and yet some are listed. Make them agree.',
  'error.contradicts': 'This does not agree with the answer above it.',
  'error.not-above': 'This has to be less than the systolic pressure ({systolic}).',
  'error.still-active': 'It has ended, so its state cannot be active.',
} as const;

// Hindi: what all forms of records say. The words of a record type stand in its folder of @patrec/fhir.
import type { entry as english } from '../en/entry.ts';

export const entry: Readonly<Record<keyof typeof english, string>> = {
  'entry.lead': 'जो ज्ञात है वह भरें, बाक़ी ख़ाली छोड़ें। Enter से अगले खाने पर जाएँ।',
  'entry.notDone': 'नहीं की गई',
  'entry.notRecorded': 'दर्ज नहीं',
  'entry.partialDate': 'वर्ष, 2019-05 या 2019-05-28',
  'entry.more': 'एक और पंक्ति जोड़ें',
  'entry.unit': 'इकाई',
  'entry.method': 'विधि',
  'entry.reference': 'सामान्य सीमा',
  'entry.save': 'रिकॉर्ड सहेजें',
  'entry.savesFor': '{patient}, {number} के लिए सहेजा जाएगा',
  'error.not-a-partial-date': 'वर्ष लिखें, या 2019-05, या 2019-05-28।',
  'error.not-icd10': 'ICD-10 का कोड लिखें, जैसे E11.9, या ख़ाली छोड़ें।',
  'error.none-and-some': 'कोई एलर्जी ज्ञात नहीं, फिर भी सूची में कुछ है। दोनों को मिलाएँ।',
  'error.contradicts': 'यह ऊपर के उत्तर से मेल नहीं खाता।',
  'error.not-above': 'यह सिस्टोलिक दाब ({systolic}) से कम होना चाहिए।',
  'error.form-missing': 'दवा का रूप चुनें: उसी से पता चलता है कि कुल मात्रा क्या गिनती है।',
  'error.still-active': 'यह समाप्त हो चुका है, इसलिए स्थिति सक्रिय नहीं हो सकती।',
};

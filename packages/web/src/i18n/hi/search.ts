// Hindi: looking for records.
import type { search as english } from '../en/search.ts';

export const search: Record<keyof typeof english, string> = {
  'search.words': 'रिकॉर्ड में खोजें',
  'search.button': 'खोजें',
  'search.more': 'किसने लिखा, कब का',
  'search.author': 'किसने लिखा',
  'search.from': 'से',
  'search.to': 'तक',
  'search.found.one': '{count} रिकॉर्ड मिला।',
  'search.found.other': '{count} रिकॉर्ड मिले।',
  'search.widen': 'अधिक देखने के लिए:',
  'search.withoutWords': '“{words}” को खोजे बिना',
  'search.anyKind': 'हर प्रकार के',
  'search.anyAuthor': 'किसी के भी लिखे हुए',
  'search.anyTime': 'किसी भी समय के',
  'search.normalToo': 'सीमा के भीतर के मान भी',
  'search.everything': 'सभी रिकॉर्ड दिखाएँ',
  'error.no-words': 'खोजने के लिए कोई शब्द या संख्या लिखें।',
  'error.search-gone': 'यह खोज अब नहीं खुल सकती। इसे दोबारा लिखें।',
};

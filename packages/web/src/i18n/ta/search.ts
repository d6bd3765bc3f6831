// Tamil: looking for records.
import type { search as english } from '../en/search.ts';

export const search: Record<keyof typeof english, string> = {
  'search.words': 'பதிவுகளில் தேடுங்கள்',
  'search.button': 'தேடு',
  'search.more': 'எழுதியவர், காலம்',
  'search.author': 'எழுதியவர்',
  'search.from': 'முதல்',
  'search.to': 'வரை',
  'search.found.one': '{count} பதிவு கிடைத்தது.',
  'search.found.other': '{count} பதிவுகள் கிடைத்தன.',
  'search.widen': 'மேலும் பார்க்க:',
  'search.withoutWords': '“{words}” என்று தேடாமல்',
  'search.anyKind': 'எல்லா வகையும்',
  'search.anyAuthor': 'யார் எழுதியதும்',
  'search.anyTime': 'எந்தக் காலமும்',
  'search.normalToo': 'வரம்பிற்குள் உள்ள அளவுகளும்',
  'search.everything': 'எல்லாப் பதிவுகளையும் காட்டு',
  'error.no-words': 'தேட ஒரு சொல்லையோ எண்ணையோ எழுதுங்கள்.',
  'error.search-gone': 'இந்தத் தேடலை இனித் திறக்க முடியாது. மீண்டும் எழுதுங்கள்.',
};

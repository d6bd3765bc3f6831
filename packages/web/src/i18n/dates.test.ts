import { expect, test } from 'vitest';
import { formatCount, formatDate, formatDateTime, formatTime, isoDate } from './dates.ts';

const zone = 'Asia/Kolkata';

test.each([
  ['en', '14-Jul-1980'],
  ['hi', '14-जुल-1980'],
  ['ta', '14-ஜூலை-1980'],
] as const)('a date in %s', (lang, expected) => {
  expect(formatDate(lang, zone, '1980-07-14')).toBe(expected);
});

test('September is three letters', () => {
  expect(formatDate('en', zone, '2026-09-05')).toBe('05-Sep-2026');
});

test('an instant is shown in the zone: late evening in UTC is tomorrow in India', () => {
  expect(formatDateTime('en', zone, '2026-12-31T18:30:00.000Z')).toBe('01-Jan-2027, 12:00 am');
  expect(isoDate(zone, '2026-12-31T18:30:00.000Z')).toBe('2027-01-01');
});

test.each([
  ['en', '12:30 am', '8:00 am', '12:00 pm', '11:00 pm'],
  ['hi', 'रात 12:30', 'सुबह 8:00', 'दोपहर 12:00', 'रात 11:00'],
  ['ta', 'இரவு 12:30', 'காலை 8:00', 'நண்பகல் 12:00', 'இரவு 11:00'],
] as const)('times of the day in %s', (lang, ...expected) => {
  const said = ['00:30', '08:00', '12:00', '23:00'].map((time) =>
    formatTime(lang, 'UTC', `2026-11-22T${time}:00.000Z`),
  );
  expect(said).toEqual(expected);
});

test('a date without a time stays that date in a zone west of Greenwich', () => {
  expect(formatDateTime('en', 'America/New_York', '2026-01-01')).toBe('01-Jan-2026');
});

test('digits stay western in every language, groups are Indian', () => {
  expect(formatDateTime('hi', zone, '2026-11-22T13:27:39.123Z')).toBe('22-नव-2026, शाम 6:57');
  expect(formatDateTime('ta', zone, '2026-11-22T13:27:39.123Z')).toBe('22-நவ-2026, அந்தி மாலை 6:57');
  expect(formatCount(1234567)).toBe('12,34,567');
});

test.each(['2019', '2019-05', 'not a date', ''])('%j, which is less than a date, is not made into one', (text) => {
  expect(formatDate('en', zone, text)).toBe(text === '2019-05' ? 'May-2019' : text);
});

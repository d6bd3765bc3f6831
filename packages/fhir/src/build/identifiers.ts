// The numbers a patient in India is known by (RECORDS.md, registration).

const multiplication = [
  '0123456789',
  '1234067895',
  '2340178956',
  '3401289567',
  '4012395678',
  '5987604321',
  '6598710432',
  '7659821043',
  '8765932104',
  '9876543210',
] as const;

const permutation = [
  '0123456789',
  '1576283094',
  '5803796142',
  '8916043527',
  '9453126870',
  '4286573901',
  '2793806415',
  '7046913258',
] as const;

/** Whether the digits end in their Verhoeff check digit (J. Verhoeff, "Error detecting decimal codes", 1969). */
export function hasVerhoeffDigit(digits: string): boolean {
  if (!/^\d+$/.test(digits)) return false;
  const check = Array.from(digits)
    .reverse()
    .reduce((sum, digit, index) => Number(multiplication[sum]?.[Number(permutation[index % 8]?.[Number(digit)])]), 0);
  return check === 0;
}

/** Whether the text is an Aadhaar number: 12 digits, not beginning with 0 or 1, with the Verhoeff check. Spaces may stand between. */
export function isAadhaar(text: string): boolean {
  const digits = text.replace(/[\s-]/g, '');
  return /^[2-9]\d{11}$/.test(digits) && hasVerhoeffDigit(digits);
}

/** An ABHA number as its 14 digits in groups (`12-3456-7890-1234`), or undefined when the text is none. */
export function formatAbhaNumber(text: string): string | undefined {
  const digits = text.replace(/[\s-]/g, '');
  if (!/^\d{14}$/.test(digits)) return undefined;
  return [digits.slice(0, 2), digits.slice(2, 6), digits.slice(6, 10), digits.slice(10)].join('-');
}

/**
 * Whether the text is an ABHA address, with or without its `@provider`: four or more letters, digits and dots, no digit
 * first, no dot first or last.
 */
export function isAbhaAddress(text: string): boolean {
  const [name = '', provider, ...more] = text.split('@');
  if (more.length > 0 || (provider !== undefined && !/^[a-z]+$/i.test(provider))) return false;
  return /^[a-z][a-z0-9.]{2,}[a-z0-9]$/i.test(name);
}

/** Whether the text is an Indian PIN code: six digits, the first not 0. */
export function isPinCode(text: string): boolean {
  return /^[1-9]\d{5}$/.test(text);
}

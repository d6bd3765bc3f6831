// Exact decimal arithmetic on the digits people typed: no binary fraction comes near a result.

interface Scaled {
  readonly digits: bigint;
  readonly scale: number;
}

const plainDecimal = /^(-?)(\d+)(?:\.(\d+))?$/;

/** Whether the text is a plain decimal (`7`, `-0.5`, `1.50`): no exponent, no sign but minus. */
export function isDecimal(text: string): boolean {
  return plainDecimal.test(text);
}

/** How many digits stand after the point: 2 for `1.50`. */
export function decimalPlaces(text: string): number {
  return text.split('.')[1]?.length ?? 0;
}

/** Negative, zero or positive as `a` is less than, equal to or greater than `b`. Throws RangeError on other text. */
export function compareDecimals(a: string, b: string): number {
  const [left, right] = aligned(scaled(a), scaled(b));
  return left === right ? 0 : left < right ? -1 : 1;
}

/** `value` × `factor` + `offset`, rounded half away from zero to `places` digits after the point. */
export function multiplyAdd(value: string, factor: string, offset: string, places: number): string {
  const [a, b] = [scaled(value), scaled(factor)];
  const product = { digits: a.digits * b.digits, scale: a.scale + b.scale };
  const [left, right, scale] = aligned(product, scaled(offset));
  return rounded(left + right, 10n ** BigInt(scale), places);
}

/** `a` ÷ `b`, rounded half away from zero to `places` digits after the point. Throws RangeError when `b` is zero. */
export function divide(a: string, b: string, places: number): string {
  const [left, right] = aligned(scaled(a), scaled(b));
  return rounded(left, right, places);
}

/** The value with what stands after `places` digits cut off. */
export function truncated(value: string, places: number): string {
  const [whole = '', fraction = ''] = value.split('.');
  return places === 0 ? whole : `${whole}.${fraction.slice(0, places).padEnd(places, '0')}`;
}

function scaled(text: string): Scaled {
  const [, sign, whole, fraction = ''] = plainDecimal.exec(text) ?? [];
  if (whole === undefined) throw new RangeError(`not a plain decimal: ${text}`);
  return { digits: BigInt(`${sign}${whole}${fraction}`), scale: fraction.length };
}

function aligned(a: Scaled, b: Scaled): [bigint, bigint, number] {
  const scale = Math.max(a.scale, b.scale);
  return [a.digits * 10n ** BigInt(scale - a.scale), b.digits * 10n ** BigInt(scale - b.scale), scale];
}

function rounded(numerator: bigint, denominator: bigint, places: number): string {
  const size = (n: bigint): bigint => (n < 0n ? -n : n);
  const shifted = size(numerator) * 10n ** BigInt(places);
  const digits = (shifted * 2n + size(denominator)) / (size(denominator) * 2n);
  const text = digits.toString().padStart(places + 1, '0');
  const sign = digits !== 0n && numerator < 0n !== denominator < 0n ? '-' : '';
  return places === 0 ? `${sign}${text}` : `${sign}${text.slice(0, -places)}.${text.slice(-places)}`;
}

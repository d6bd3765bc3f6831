// Scales of the charts: values to pixels, and round numbers for the axes.

export interface Range {
  low: number;
  high: number;
}

/** A linear scale from a domain to pixels. */
export function linearScale(domain: Range, pixels: Range): (value: number) => number {
  const span = domain.high - domain.low || 1;
  return (value) => round(pixels.low + ((value - domain.low) / span) * (pixels.high - pixels.low));
}

/** The domain that shows every value and both reference limits, with a tenth of air above and below. */
export function domainOf(values: readonly number[], limits: readonly (number | null)[]): Range {
  const all = [...values, ...limits.filter((limit) => limit !== null)];
  const low = Math.min(...all);
  const high = Math.max(...all);
  const air = (high - low) * 0.12 || Math.abs(high) * 0.1 || 1;
  return { low: low >= 0 ? Math.max(0, low - air) : low - air, high: high + air };
}

/** Round values inside the domain, about as many as asked for: steps of 1, 2 or 5 times a power of ten. */
export function ticksOf(domain: Range, wanted: number): number[] {
  const rough = (domain.high - domain.low) / wanted;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = ([1, 2, 5, 10].find((one) => one * power >= rough) ?? 10) * power;
  const first = Math.ceil(domain.low / step);
  const count = Math.floor(domain.high / step) - first + 1;
  const digits = Math.max(0, -Math.floor(Math.log10(step)));
  return Array.from({ length: count }, (_, index) => Number(((first + index) * step).toFixed(digits)));
}

/** Instants evenly spread over the domain, both ends included. */
export function timeTicks(domain: Range, wanted: number): number[] {
  if (domain.high === domain.low) return [domain.low];
  return Array.from({ length: wanted }, (_, index) => domain.low + ((domain.high - domain.low) * index) / (wanted - 1));
}

/** To a tenth of a pixel, which keeps the markup short. */
export function round(pixel: number): number {
  return Math.round(pixel * 10) / 10;
}

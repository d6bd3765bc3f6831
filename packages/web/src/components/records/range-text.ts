// A reference range as people write it.

/** `3.5–5.1`, `≤ 199`, `≥ 40`, or nothing. */
export function rangeText(limits: { low?: string | null; high?: string | null } | undefined): string {
  const low = limits?.low ?? null;
  const high = limits?.high ?? null;
  if (low !== null && high !== null) return low === '0' ? `≤ ${high}` : `${low}–${high}`;
  if (high !== null) return `≤ ${high}`;
  return low === null ? '' : `≥ ${low}`;
}

// What counts as one address where attempts and requests are counted.

import { isIPv6 } from 'node:net';

/** A person has a whole /64 of IPv6 to choose from; an IPv4 address may come written as IPv6. */
export function networkOf(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (mapped !== undefined || !isIPv6(address)) return mapped ?? address;
  const [before = '', after = ''] = (address.split('%')[0] ?? '').toLowerCase().split('::');
  const [head, tail] = [before, after].map((half) => half.split(':').filter((group) => group !== ''));
  const zeros = Array.from({ length: 8 - (head?.length ?? 0) - (tail?.length ?? 0) }, () => '0');
  return [...(head ?? []), ...zeros, ...(tail ?? [])]
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':');
}

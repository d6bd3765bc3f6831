// Random bytes from the operating system, fetched many at a time: asking for ten costs as much as asking for thousands.

import { randomFillSync } from 'node:crypto';

const STOCK_BYTES = 8192;

/** Gives a function to that many random bytes; each byte is given once. Throws RangeError above 8,192. */
export function randomSource(): (length: number) => Uint8Array {
  let stock = Buffer.alloc(0);
  return (length) => {
    if (length > STOCK_BYTES) throw new RangeError(`More than ${STOCK_BYTES} random bytes at once.`);
    if (stock.length < length) stock = randomFillSync(Buffer.allocUnsafeSlow(STOCK_BYTES));
    const given = stock.subarray(0, length);
    stock = stock.subarray(length);
    return given;
  };
}

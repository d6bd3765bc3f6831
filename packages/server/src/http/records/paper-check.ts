// How a printed record is checked: its code leads to the page that looks the fingerprint up.

import type { PaperCheck } from '@patrec/web';
import type { App } from '../app.ts';
import { qrCode } from '../qr-code.ts';

/** The address that says whether that block is in the log, and the code that leads there: the hash and nothing else. */
export function paperCheck({ publicUrl }: Pick<App, 'publicUrl'>, blockHash: string): PaperCheck {
  const address = `${publicUrl}/verify/${blockHash}`;
  return { address, qr: qrCode(address) };
}

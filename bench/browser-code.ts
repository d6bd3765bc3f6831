// What of the program is measured in a browser.

import type { verifyBlocks } from '../packages/web/src/islands/verify-blocks.ts';

export { fromBase64 } from '@patrec/ledger';
export { verifyBlocks } from '../packages/web/src/islands/verify-blocks.ts';

export type Report = Awaited<ReturnType<typeof verifyBlocks>>;

// What of the program is measured in a browser.

import type { verifyBlocks } from '@patrec/web/verify-blocks';

export { fromBase64 } from '@patrec/ledger';
export { verifyBlocks } from '@patrec/web/verify-blocks';

export type Report = Awaited<ReturnType<typeof verifyBlocks>>;

// The check of receipts as one file that is kept beside them: style and script are in it, it needs no network and has none. Its
// policy is that of the server on the day that it was saved, and stays so.
import { createHash } from 'node:crypto';
import script from 'virtual:receipt-script';
import { renderToString } from 'preact-render-to-string';
import { PageHead } from '../../components/card.tsx';
import { ReceiptCheck } from '../../components/ledger/receipt-check.tsx';
import { escapeText } from '../../layout/head.ts';
import { openPage, PageProvider } from '../../layout/page.tsx';
import { styleSha256, styleSheet } from '../../layout/style-sheet.ts';
import type { PageContext } from '../../page-context.ts';

const scriptSha256 = createHash('sha256').update(script, 'utf8').digest('base64');
const CONTENT_POLICY = [
  "default-src 'none'",
  `script-src 'sha256-${scriptSha256}'`,
  `style-src 'sha256-${styleSha256}'`,
  'worker-src blob:',
  "form-action 'none'",
  "base-uri 'none'",
].join(';');

/** The document. GET /verify.html */
export function renderSavedCheck(context: PageContext, policy: string): string {
  const page = openPage(context);
  const { t, lang, date, now } = page;
  const body = renderToString(
    <PageProvider value={page}>
      <body class="plain">
        <div class="frame">
          <main id="main" class="narrow">
            <PageHead title={t('receipt.pageTitle')} lead={t('receipt.savedOn', { date: date(now) })} />
            <ReceiptCheck policy={policy} />
          </main>
        </div>
      </body>
    </PageProvider>,
  );
  return [
    `<!doctype html><html lang="${lang}" data-theme="auto"><head><meta charset="utf-8">`,
    `<meta http-equiv="Content-Security-Policy" content="${CONTENT_POLICY}">`,
    '<meta name="viewport" content="width=device-width,initial-scale=1">',
    '<meta name="color-scheme" content="light dark">',
    `<title>${escapeText(t('receipt.pageTitle'))} · Patrec</title><style>${styleSheet}</style></head>`,
    body.replace('</body>', () => `<script type="module">${script}</script></body></html>`),
  ].join('');
}

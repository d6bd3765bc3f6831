// The worker that checks receipts. It has no network: the page that makes it has none (Content-Security-Policy).
import { type ReceiptReport, type ReceiptTask, reportReceipt } from './receipt-report.ts';

addEventListener('message', (event: MessageEvent<ReceiptTask>) => {
  check(event.data).then(
    (report) => postMessage(report),
    () => postMessage({ kind: 'failed' } satisfies ReceiptReport),
  );
});

async function check({ file, trusted }: ReceiptTask): Promise<ReceiptReport> {
  return reportReceipt(new Uint8Array(await file.arrayBuffer()), trusted);
}

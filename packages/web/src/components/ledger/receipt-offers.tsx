// The receipt of what was just done, beside its confirmation: at once where the public log has signed it, else as soon as it has.
import { usePage } from '../../layout/page.tsx';
import type { ReceiptOffer } from '../../page-context.ts';

/** One offer for each entry that the act has sealed. */
export function ReceiptOffers({ receipts }: { receipts: readonly ReceiptOffer[] }) {
  return receipts.map((receipt, i) => (
    <Offer key={receipt.href} {...receipt} name={receipts.length === 1 ? null : String(i + 1)} />
  ));
}

// Waiting, it leads to the page that says so and can be asked again; the script changes the words when it is ready.
function Offer({ href, ready, name }: ReceiptOffer & { name: string | null }) {
  const { t } = usePage();
  const link = <a href={href}>{name === null ? t('receipt.offer') : t('receipt.offerOf', { number: name })}</a>;
  if (ready) return <span class="receipt-offer">{link}</span>;
  return (
    <span class="receipt-offer" data-offer={href}>
      <span data-ready hidden>
        {link}
      </span>
      <span data-waiting>
        {t('receipt.offerWaiting')} <a href={href}>{t('receipt.offerAsk')}</a>
      </span>
    </span>
  );
}

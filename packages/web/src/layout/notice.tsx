// What has just been done, said once at the top of the next page, with its receipt.
import { Icon } from '../components/icon.tsx';
import { ReceiptOffers } from '../components/ledger/receipt-offers.tsx';
import { usePage } from './page.tsx';

/** A confirmation that a screen reader announces, and the receipts of what it confirms; nothing where there is neither. */
export function Notice() {
  const { t, notice, receipts = [] } = usePage();
  if (notice === undefined && receipts.length === 0) return null;
  return (
    <div class="notice" data-notice={notice}>
      <Icon name="check" />
      <p role="status">
        {notice === undefined ? t('receipt.done') : t(`notice.${notice}`)}
        <ReceiptOffers receipts={receipts} />
      </p>
    </div>
  );
}

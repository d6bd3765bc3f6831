// How anybody checks a paper: the code and the address that it leads to, at the foot of the page for the printer.
import { usePage } from '../../layout/page.tsx';
import { type PaperCheck, QrPicture } from '../qr-picture.tsx';

/** The code; `of` says what its fingerprint is of, where that is not the paper's own record. */
export function CheckCode({ check, of }: { check: PaperCheck; of?: string }) {
  const { t } = usePage();
  return (
    <section class="card paper-check">
      <QrPicture {...check.qr} label={t('paper.qr')} />
      <div>
        <h2>{t('paper.check')}</h2>
        {of !== undefined && <p>{of}</p>}
        <p>{t('paper.checkText')}</p>
        <p class="hash">{check.address}</p>
      </div>
    </section>
  );
}

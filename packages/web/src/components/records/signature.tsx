// Whose signature a record holds, among its facts.
import { usePage } from '../../layout/page.tsx';
import { Icon } from '../icon.tsx';

/** A signature that holds, by whom, with a key since when; or one that does not. */
export type SignatureView = { holds: true; name: string; login: string; keySince: string } | { holds: false };

export function Signature({ signature }: { signature: SignatureView }) {
  const { t, rich, date } = usePage();
  if (!signature.holds)
    return (
      <div>
        <dt>{t('signing.by')}</dt>
        <dd class="field-error">
          <Icon name="warning" /> {t('signing.broken')}
        </dd>
      </div>
    );
  const who = (
    <>
      {signature.name} <span class="code">{signature.login}</span>
    </>
  );
  return (
    <div>
      <dt>{t('signing.by')}</dt>
      <dd>
        <Icon name="check" /> {rich('signing.byWith', { who, date: date(signature.keySince) })}
      </dd>
    </div>
  );
}

// Whose signature a record holds, among its facts.
import { usePage } from '../layout/page.tsx';
import { Icon } from './icon.tsx';

/** A signature that holds, by whom, with a key since when; or why it does not. */
export type SignatureView =
  | { holds: true; name: string; login: string; keySince: string }
  | { holds: false; why: string };

export function Signature({ signature }: { signature: SignatureView }) {
  const { t, rich, date } = usePage();
  if (!signature.holds)
    return (
      <div>
        <dt>{t('signing.by')}</dt>
        <dd class="problem">{t('signing.broken', { why: signature.why })}</dd>
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

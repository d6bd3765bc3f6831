// Sign-in and security: what signs one in besides the password, and the ways to set up and remove it.
import { usePage } from '../../layout/page.tsx';
import { paths } from '../../paths.ts';
import { Card } from '../card.tsx';
import { PostButton } from '../post-button.tsx';
import { PasskeyList, type PasskeyView } from './passkey-list.tsx';

export interface SecurityProps {
  /** Since when there is an authenticator app, ISO 8601 UTC. */
  totp: string | null;
  codes: { made: number; left: number; madeAt: string | null };
  /** The oldest first. */
  passkeys: readonly PasskeyView[];
}

const FEW = 3;

/** The card of the account page. */
export function SecurityCard({ totp, codes, passkeys }: SecurityProps) {
  const { t } = usePage();
  const alone = totp === null && codes.made === 0 && passkeys.length === 0;
  return (
    <Card title={t('security.title')} id="security">
      <div class="stack">
        <p class="help">{t('security.text')}</p>
        {alone && (
          <p>
            <strong>{t('security.alone')}</strong>
          </p>
        )}
        <App since={totp} />
        <Codes {...codes} />
        <PasskeyList passkeys={passkeys} />
        {!alone && <p class="help">{t('security.removalText')}</p>}
      </div>
    </Card>
  );
}

function App({ since }: { since: string | null }) {
  const { t, dateTime } = usePage();
  return (
    <section class="factor">
      <h3>
        {t('security.app')} {since !== null && <span class="badge ok">{t('security.on')}</span>}
      </h3>
      <p class="muted">{since === null ? t('security.appOff') : t('security.since', { time: dateTime(since) })}</p>
      <div class="actions">
        <a class="button quiet" href={paths.authenticator}>
          {t(since === null ? 'security.setUpApp' : 'security.changeApp')}
        </a>
        {since !== null && <PostButton action={paths.removeAuthenticator} text={t('security.removeApp')} refuse />}
      </div>
    </section>
  );
}

function Codes({ made, left, madeAt }: SecurityProps['codes']) {
  const { t, count, dateTime } = usePage();
  return (
    <section class="factor">
      <h3>
        {t('security.codes')} {made > 0 && <span class="badge ok">{t('security.on')}</span>}
      </h3>
      {madeAt === null ? (
        <p class="muted">{t('security.codesOff')}</p>
      ) : (
        <>
          <p class="muted">
            {count('security.left', left, { made })} · {t('codes.made', { time: dateTime(madeAt) })}
          </p>
          {left <= FEW && <p class="field-error">{t('security.fewLeft')}</p>}
          <p class="help">{t('security.renewText')}</p>
        </>
      )}
      <div class="actions">
        <PostButton action={paths.recoveryCodes} text={t(made > 0 ? 'security.renewCodes' : 'security.makeCodes')} />
        {made > 0 && <PostButton action={paths.removeRecoveryCodes} text={t('security.removeCodes')} refuse />}
      </div>
    </section>
  );
}

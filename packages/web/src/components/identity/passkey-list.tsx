// One's passkeys: one row for each.
import { usePage } from '../../layout/page.tsx';
import { paths } from '../../paths.ts';
import { PostButton } from '../post-button.tsx';

export interface PasskeyView {
  id: string;
  name: string;
  addedAt: string;
  usedAt: string | null;
}

/** The passkeys, and the way to another. */
export function PasskeyList({ passkeys }: { passkeys: readonly PasskeyView[] }) {
  const { t } = usePage();
  return (
    <section class="factor">
      <h3>
        {t('security.passkeys')} {passkeys.length > 0 && <span class="badge ok">{t('security.on')}</span>}
      </h3>
      {passkeys.length === 0 ? (
        <p class="muted">{t('security.passkeysOff')}</p>
      ) : (
        <ul class="rows">
          {passkeys.map((passkey) => (
            <li key={passkey.id} class="row">
              <Passkey {...passkey} />
            </li>
          ))}
        </ul>
      )}
      <div class="actions">
        <a class="button quiet" href={paths.newPasskey}>
          {t('security.addPasskey')}
        </a>
      </div>
    </section>
  );
}

function Passkey({ id, name, addedAt, usedAt }: PasskeyView) {
  const { t, dateTime } = usePage();
  const used = usedAt === null ? t('security.neverUsed') : t('security.used', { time: dateTime(usedAt) });
  return (
    <>
      <div class="row-body">
        <p class="row-title">
          <bdi>{name}</bdi>
        </p>
        <p class="muted">
          {t('security.added', { time: dateTime(addedAt) })} · {used}
        </p>
      </div>
      <PostButton
        action={paths.removePasskey}
        values={{ id }}
        text={t('security.remove')}
        label={t('security.removeWhich', { name })}
        refuse
      />
    </>
  );
}

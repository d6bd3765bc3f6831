// The keys that a doctor signs with: one row for each, and what may be done with it.
import type { ComponentChildren } from 'preact';
import { usePage } from '../../layout/page.tsx';
import { paths } from '../../paths.ts';
import { Card } from '../card.tsx';
import { PostButton } from '../post-button.tsx';

/** A key; `key` is base64, times are ISO 8601 UTC. */
export interface SigningKeyView {
  key: string;
  madeAt: string;
  usedAt: string | null;
  revokedAt: string | null;
  /** Who revoked it, and why, where that was not its owner. */
  revokedByName: string | null;
  reason: string | null;
}

/** The card of a doctor's account. */
export function SigningKeysCard({ keys }: { keys: readonly SigningKeyView[] }) {
  const { t } = usePage();
  return (
    <Card title={t('signing.title')} id="keys">
      <div class="stack">
        <p class="help">{t('signing.text')}</p>
        {keys.length === 0 ? <p class="muted">{t('signing.none')}</p> : <SigningKeys keys={keys} act={RevokeOwn} />}
        {keys.some(({ revokedAt }) => revokedAt === null) && <p class="help">{t('signing.revokeText')}</p>}
        <div class="actions">
          <a class="button quiet" href={paths.newSigningKey}>
            {t('signing.make')}
          </a>
        </div>
      </div>
    </Card>
  );
}

interface SigningKeysProps {
  keys: readonly SigningKeyView[];
  /** What stands beside a key that is not revoked. */
  act?: (key: SigningKeyView) => ComponentChildren;
}

/** The list. */
export function SigningKeys({ keys, act }: SigningKeysProps) {
  const { t } = usePage();
  return (
    <ul class="rows">
      {keys.map((one) => (
        <li key={one.key} class="row" data-own-key={one.key} data-revoked={one.revokedAt !== null}>
          <div class="row-body">
            <p class="row-title">
              <span class="code">{shortKey(one.key)}</span>{' '}
              <span class="badge ok" data-here hidden>
                {t('signing.here')}
              </span>
              {one.revokedAt !== null && <span class="badge">{t('signing.revoked')}</span>}
            </p>
            <Times {...one} />
          </div>
          {one.revokedAt === null && act?.(one)}
        </li>
      ))}
    </ul>
  );
}

/** The first letters of a key: enough for people to tell their own apart. */
export function shortKey(key: string): string {
  return key.slice(0, 12);
}

function Times({ madeAt, usedAt, revokedAt, revokedByName, reason }: SigningKeyView) {
  const { t, dateTime } = usePage();
  const used = usedAt === null ? t('signing.unused') : t('signing.used', { time: dateTime(usedAt) });
  return (
    <>
      <p class="muted">
        {t('signing.made', { time: dateTime(madeAt) })} · {used}
      </p>
      {revokedAt !== null && (
        <p class="muted">
          {t('signing.revokedAt', { time: dateTime(revokedAt) })}
          {revokedByName !== null && ` ${t('signing.revokedBy', { who: revokedByName, reason: reason ?? '' })}`}
        </p>
      )}
    </>
  );
}

function RevokeOwn({ key }: SigningKeyView) {
  const { t } = usePage();
  return (
    <PostButton
      action={paths.revokeSigningKey}
      values={{ key }}
      text={t('signing.revoke')}
      label={t('signing.revokeWhich', { key: shortKey(key) })}
      refuse
    />
  );
}

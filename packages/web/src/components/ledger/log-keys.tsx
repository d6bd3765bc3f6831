// The keys that the log is signed with: one, two while it is being changed, and those that have ended.
import { keyFingerprint, parseVerifierKey } from '@patrec/ledger';
import { formatCount } from '../../i18n/dates.ts';
import { usePage } from '../../layout/page.tsx';

/** A moment in the log: when it was said, ISO 8601 UTC, and how many entries the checkpoint has that it first or last holds for. */
interface Said {
  at: string;
  size: number;
}

/** `since` is null of the first key, `until` of one that is in use. */
export interface LogKeyView {
  verifierKey: string;
  since: Said | null;
  until: (Said & { reason: 'changed' | 'leaked' | 'withdrawn' }) | null;
}

/** All of them, the newest first. */
export function LogKeys({ keys }: { keys: readonly LogKeyView[] }) {
  const { t } = usePage();
  const inUse = keys.filter(({ until }) => until === null).length;
  return (
    <section class="card stack" id="log-keys" aria-labelledby="log-keys-title">
      <h2 id="log-keys-title">{t('logKey.title')}</h2>
      <p>{t(inUse > 1 ? 'logKey.changing' : 'logKey.text')}</p>
      {keys.toReversed().map((key) => (
        <LogKey key={key.verifierKey} {...key} />
      ))}
    </section>
  );
}

function LogKey({ verifierKey, since, until }: LogKeyView) {
  const { t, dateTime } = usePage();
  const said = ({ at, size }: Said) => ({ date: dateTime(at), size: formatCount(size) });
  const facts = [
    [t('logKey.since'), since ? t('logKey.sinceText', said(since)) : t('logKey.first')],
    [t('logKey.until'), until ? t('logKey.untilText', said(until)) : t('logKey.inUse')],
    ...(until ? [[t('logKey.why'), t(`logKey.why.${until.reason}`)]] : []),
  ];
  return (
    <dl class="facts">
      <div>
        <dt>{t('verify.hash')}</dt>
        <dd class="hash">{keyFingerprint(parseVerifierKey(verifierKey))}</dd>
      </div>
      {facts.map(([label, value]) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>{value}</dd>
        </div>
      ))}
      <div>
        <dt>{t('logKey.whole')}</dt>
        <dd class="hash">{verifierKey}</dd>
      </div>
    </dl>
  );
}

/** For which sizes of the log a policy lets a key count; nothing where it says none. */
export function KeySizes({ from, until }: { from?: number; until?: number }) {
  const { t } = usePage();
  const words = [
    ...(from === undefined ? [] : [t('logKey.from', { size: formatCount(from) })]),
    ...(until === undefined ? [] : [t('logKey.upTo', { size: formatCount(until) })]),
  ];
  return words.length === 0 ? null : <small class="muted"> {words.join(' ')}</small>;
}

// The versions of a record, newest first: who made each, when and why, and the ways to read and to compare them.
import { usePage } from '../../layout/page.tsx';
import { paths } from '../../paths.ts';
import type { VersionView } from '../../view-types.ts';
import { Card } from '../card.tsx';
import { InErrorBadge, StateBadge } from './version-badge.tsx';

interface VersionListProps {
  patient: string;
  record: number;
  versions: readonly VersionView[];
  /** The one that the page shows. */
  shown: number;
}

const kinds = {
  written: 'version.written',
  amended: 'version.amended',
  'entered-in-error': 'version.inError',
} as const;

/** The list. */
export function VersionList({ versions, ...rest }: VersionListProps) {
  const { t } = usePage();
  return (
    <Card title={t('version.title')} id="versions">
      <ul class="rows">
        {versions.toReversed().map((version) => (
          <Version key={version.version} version={version} newest={versions.length} {...rest} />
        ))}
      </ul>
    </Card>
  );
}

type VersionProps = Omit<VersionListProps, 'versions'> & { version: VersionView; newest: number };

function Version({ version: one, newest, patient, record, shown }: VersionProps) {
  const { t, dateTime } = usePage();
  const { version, kind, reason, author, recordedAt } = one;
  const stands = version === newest;
  const address = stands ? paths.record(patient, record) : paths.version(patient, record, version);
  return (
    <li class="row">
      <div class="row-body">
        <p class="row-title">
          {t('version.name', { number: version })}{' '}
          {stands && kind === 'entered-in-error' ? <InErrorBadge /> : <StateBadge stands={stands} />}
        </p>
        <p class="muted">
          {t(kinds[kind])} · {author.name} <span class="code">{author.login}</span> ·{' '}
          <time dateTime={recordedAt}>{dateTime(recordedAt)}</time>
        </p>
        {reason !== '' && <p class="typed">{reason}</p>}
      </div>
      <div class="actions">
        {kind === 'amended' && (
          <a class="button quiet" href={paths.changes(patient, record, version)}>
            {t('version.changes')}
            <span class="visually-hidden">: {t('version.name', { number: version })}</span>
          </a>
        )}
        {version !== shown && (
          <a class="button quiet" href={address}>
            {t('version.read', { number: version })}
          </a>
        )}
      </div>
    </li>
  );
}

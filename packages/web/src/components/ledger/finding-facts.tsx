// What the server's check of itself found: where, by which check, since when; and who acknowledged it, when and why.
import { usePage } from '../../layout/page.tsx';

export interface FindingView {
  id: string;
  where: string;
  check: string;
  message: string;
  foundAt: string;
  /** `by` is the administrator's number. */
  acknowledged: { by: string; at: string; reason: string } | null;
}

/** One finding in a row. */
export function FindingFacts({ finding }: { finding: FindingView }) {
  const { t, dateTime } = usePage();
  const { where, check, message, foundAt, acknowledged } = finding;
  return (
    <div class="row-body">
      <p class="row-title">
        <bdi>{where}</bdi>
      </p>
      <p class="problem" lang="en">{`${message} [${check}]`}</p>
      <p class="muted">{t('integrity.since', { at: dateTime(foundAt) })}</p>
      {acknowledged !== null && (
        <>
          <p class="muted">{t('integrity.acknowledgedBy', { who: acknowledged.by, at: dateTime(acknowledged.at) })}</p>
          <p>
            <bdi>{acknowledged.reason}</bdi>
          </p>
        </>
      )}
    </div>
  );
}

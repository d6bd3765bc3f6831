// The latest results: name, value, flag, reference, date; each leads to its trend.
import { usePage } from '../../layout/page.tsx';
import { paths } from '../../paths.ts';
import type { ResultView } from '../../view-types.ts';
import { Icon } from '../icon.tsx';
import { FlagBadge } from './flag-badge.tsx';
import { observationName } from './record-words.ts';

/** Results as roomy rows. */
export function ResultList({ results, patient }: { results: readonly ResultView[]; patient: string }) {
  const page = usePage();
  return (
    <ul class="results">
      {results.map((result) => (
        <li key={`${result.code} ${result.recordNumber}`}>
          <a class="result-link" href={paths.trend(patient, result.code)}>
            <span class="result-name">
              {observationName(page, result.code, result.label)}
              <span class="result-when">
                {page.date(result.effective)}
                {result.reference !== '' && ` · ${page.t('result.reference', { range: result.reference })}`}
              </span>
            </span>
            <span class="result-value">
              <span class="value">
                <bdi>{result.value}</bdi> <span class="unit">{result.unit}</span>
              </span>
              <FlagBadge flag={result.flag} />
            </span>
            <Icon name="arrow" />
          </a>
        </li>
      ))}
    </ul>
  );
}

// One list of a summary. 'None recorded' and 'confirmed none' are different facts: the second has who and when.
import { type Page, usePage } from '../../layout/page.tsx';
import { paths } from '../../paths.ts';
import { Empty } from '../card.tsx';
import { Icon } from '../icon.tsx';

/** One thing of a summary. `when` is since or on when it was, `saidOn` when `by` said so; `record` is null for the registration. */
export interface SummaryLine {
  title: string;
  detail: string;
  code: string | null;
  when: string | null;
  saidOn: string;
  by: string;
  record: number | null;
}

/** What is listed, or who said that there are none. */
export interface Listed {
  listed: readonly SummaryLine[];
  none: readonly SummaryLine[];
}

/** What is listed. */
export type SummaryList = 'allergies' | 'problems' | 'medicines' | 'immunisations';

interface SummaryLinesProps extends Listed {
  kind: SummaryList;
  patient: string;
}

/** The lines, the newest first; or who confirmed that there are none; or that nobody said anything. */
export function SummaryLines({ listed, none, kind, patient }: SummaryLinesProps) {
  const { t } = usePage();
  const [confirmed] = none;
  if (listed.length === 0 && confirmed === undefined) return <Empty>{t('record.none')}</Empty>;
  if (listed.length === 0 && confirmed !== undefined) {
    return (
      <div class="state ok">
        <Icon name="check" /> {t('summary.confirmedNone')}
        <Said line={confirmed} kind={kind} patient={patient} />
      </div>
    );
  }
  return (
    <ul class="resources">
      {listed.map((line, index) => (
        <li key={`${line.title} ${index}`}>
          <Line line={line} kind={kind} patient={patient} />
        </li>
      ))}
    </ul>
  );
}

type LineProps = Pick<SummaryLinesProps, 'kind' | 'patient'> & { line: SummaryLine };

function Line({ line, kind, patient }: LineProps) {
  const page = usePage();
  return (
    <>
      <p>
        <strong>{line.title}</strong> {line.code !== null && <span class="code">{line.code}</span>}{' '}
        {whenText(page, kind, line)}
      </p>
      {line.detail !== '' && <p>{line.detail}</p>}
      <Said line={line} kind={kind} patient={patient} />
    </>
  );
}

/** Since when a problem is, or when somebody was immunised; of others the day says nothing. */
export function whenText({ t, date }: Page, kind: SummaryList, { when }: SummaryLine): string {
  if (when === null) return '';
  if (kind === 'problems') return t('summary.since', { date: date(when) });
  return kind === 'immunisations' ? date(when) : '';
}

/** When it was said, and by whom. */
export function saidText({ t, date }: Page, kind: SummaryList, { saidOn, by }: SummaryLine): string {
  return t(kind === 'allergies' ? 'summary.confirmed' : 'summary.recorded', { date: date(saidOn), who: by });
}

function Said({ line, kind, patient }: LineProps) {
  const said = saidText(usePage(), kind, line);
  return <p class="note">{line.record === null ? said : <a href={paths.record(patient, line.record)}>{said}</a>}</p>;
}

// Withholding a record, or showing it again: what will happen, to whom, and whether it can be undone.
import { PageHead } from '../../components/card.tsx';
import { recordTitle } from '../../components/records/record-words.ts';
import { InWhosePlace } from '../../layout/guardian-bar.tsx';
import { usePage } from '../../layout/page.tsx';
import { renderPage } from '../../layout/render-page.tsx';
import type { PageContext } from '../../page-context.ts';
import { paths } from '../../paths.ts';
import type { PatientBanner, Person, RecordChoice } from '../../view-types.ts';

export interface WithholdProps {
  patient: PatientBanner;
  record: RecordChoice & { author: Person };
  /** How it is now. */
  withheld: boolean;
  /** Who has a permission that covers the record now. */
  covered: readonly Person[];
}

/** The confirmation. GET and POST /patients/PAT001/records/7/withhold {decision=withhold or release} */
export function renderWithhold(context: PageContext, props: WithholdProps): string {
  const { record, withheld } = props;
  return renderPage(context, {
    title: (page) => page.t(withheld ? 'release.title' : 'withhold.title', { record: record.label }),
    content: <Withhold {...props} />,
  });
}

function Withhold(props: WithholdProps) {
  const page = usePage();
  const { t, csrf } = page;
  const { patient, record, withheld } = props;
  const address = paths.record(patient.number, record.number);
  return (
    <>
      <PageHead
        title={t(withheld ? 'release.title' : 'withhold.title', { record: record.label })}
        back={{ href: address, text: record.label }}
      />
      <section class="card danger">
        <p class="request-words">
          <strong>{recordTitle(page, record)}</strong> · {page.date(record.effective)} · {record.author.name}
        </p>
        <ul class="points">
          {pointsOf(props).map((point) => (
            <li key={point}>{point}</li>
          ))}
        </ul>
        <InWhosePlace />
        <form class="actions" method="post" action={paths.withhold(patient.number, record.number)}>
          <input type="hidden" name="_csrf" value={csrf} />
          <button
            class={withheld ? 'button' : 'button danger'}
            type="submit"
            name="decision"
            value={withheld ? 'release' : 'withhold'}
          >
            {t(withheld ? 'release.button' : 'withhold.button')}
          </button>
          <a class="button quiet" href={address}>
            {t('revoke.keep')}
          </a>
        </form>
      </section>
    </>
  );
}

function pointsOf({ record, withheld, covered }: WithholdProps): string[] {
  const { t, list } = usePage();
  const who = list(covered.map(({ name, login }) => `${name} (${login})`));
  const nobody = t('withhold.notCovered');
  if (withheld) {
    const reached = covered.length === 0 ? nobody : t('release.covered', { who });
    return [t('release.effect'), reached, t('release.undo')];
  }
  return [
    t('withhold.effect', { author: record.author.name }),
    t('withhold.everywhere'),
    covered.length === 0 ? nobody : t('withhold.covered', { who }),
    t('withhold.risk'),
    t('revoke.seen'),
    t('withhold.undo'),
  ];
}

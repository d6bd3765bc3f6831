// What the desk entered for the reader and nobody has confirmed yet: the way to stop it.
import { usePage } from '../../layout/page.tsx';
import { paths } from '../../paths.ts';
import type { DeskActView } from '../../view-types.ts';
import { Card } from '../card.tsx';

/** POST /desk/acts/<id>/cancel */
export function DeskWaiting({ acts }: { acts: readonly DeskActView[] }) {
  const { t, csrf, time } = usePage();
  return (
    <>
      {acts.map((act) => (
        <Card key={act.id} title={t('atDesk.own.title')} tone="danger" id={`desk-${act.kind}`}>
          <div class="stack">
            <Entered act={act} />
            <p>{t('atDesk.own.until', { until: time(act.until) })}</p>
            <form class="actions" method="post" action={paths.cancelDeskAct(act.id)}>
              <input type="hidden" name="_csrf" value={csrf} />
              <button class="button refuse" type="submit">
                {t('atDesk.cancel')}
              </button>
            </form>
          </div>
        </Card>
      ))}
    </>
  );
}

function Entered({ act }: { act: DeskActView }) {
  const { t, rich, dateTime } = usePage();
  const at = { who: act.openedBy, time: dateTime(act.openedAt) };
  if (act.kind === 'email') return <p>{rich('atDesk.own.email', { ...at, address: <bdi>{act.address}</bdi> })}</p>;
  const { login, name, level } = act.guardian;
  const guardian = { guardian: <strong>{name}</strong>, number: <span class="code">{login}</span> };
  return (
    <>
      <p>{rich('atDesk.own.guardian', { ...at, ...guardian })}</p>
      <p>
        {t(`guardian.level.${level}`)}: {t(`guardian.means.${level}`)}
      </p>
    </>
  );
}

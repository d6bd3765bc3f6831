// What a patient's codes show now: to which doctor, until when, with the way to end it.
import { usePage } from '../../layout/page.tsx';
import { paths } from '../../paths.ts';
import type { Requester } from '../../view-types.ts';
import { Card, Empty } from '../card.tsx';
import { Icon } from '../icon.tsx';
import { PostButton } from '../post-button.tsx';
import { Avatar } from './grant-list.tsx';
import { RequesterName } from './request-card.tsx';

/** An introduction that is open; `who` is null while nobody has used the code. */
export interface IntroductionView {
  id: string;
  who: Requester | null;
  until: string;
}

/** A card with one row for each. */
export function IntroductionList({ introductions }: { introductions: readonly IntroductionView[] }) {
  const { t } = usePage();
  return (
    <Card title={t('introduction.list')}>
      {introductions.length === 0 ? (
        <Empty>{t('introduction.none')}</Empty>
      ) : (
        <ul class="rows">
          {introductions.map((one) => (
            <li key={one.id} class="row" data-key={one.id}>
              <Row introduction={one} />
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}

function Row({ introduction: { id, who, until } }: { introduction: IntroductionView }) {
  const { t, time, decides } = usePage();
  const what = who === null ? 'introduction.works' : 'introduction.sees';
  return (
    <>
      {who === null ? <UnusedSign /> : <Avatar name={who.name} />}
      <div class="row-body">
        <p class="row-title">{who === null ? t('introduction.unused') : <RequesterName requester={who} />}</p>
        <p class="muted">{t(what, { time: time(until) })}</p>
      </div>
      {decides && (
        <PostButton
          action={paths.endIntroduction(id)}
          text={t(who === null ? 'introduction.endCode' : 'introduction.end')}
          {...(who !== null && { label: t('introduction.endWho', { who: who.name }) })}
          refuse
        />
      )}
    </>
  );
}

function UnusedSign() {
  return (
    <span class="avatar">
      <Icon name="qr" />
    </span>
  );
}

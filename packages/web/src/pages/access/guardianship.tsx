// One guardianship: an invitation to answer, or an end to confirm. What it means, for whom, and whether it can be undone.

import { GuardianEnd, otherOf, type Side } from '../../components/access/guardian-list.tsx';
import { PageHead } from '../../components/card.tsx';
import type { MessageKey } from '../../i18n/translate.ts';
import { usePage } from '../../layout/page.tsx';
import { renderPage } from '../../layout/render-page.tsx';
import type { PageContext } from '../../page-context.ts';
import { paths } from '../../paths.ts';
import type { GuardianshipView } from '../../view-types.ts';

export interface InvitationProps {
  guardianship: GuardianshipView;
}

/** The invitation, as the invited meets it. GET and POST /guardians/<id>/answer {answer=accept or decline} */
export function renderInvitation(context: PageContext, props: InvitationProps): string {
  return renderPage(context, {
    title: (page) => page.t('invitation.title', { who: props.guardianship.patient.name }),
    content: <Invitation {...props} />,
  });
}

export interface EndGuardianshipProps {
  guardianship: GuardianshipView;
  /** On which side the reader is. */
  side: Side;
}

/** The confirmation of an end. GET and POST /guardians/<id>/end */
export function renderEndGuardianship(context: PageContext, props: EndGuardianshipProps): string {
  const who = otherOf(props.guardianship, props.side).name;
  return renderPage(context, {
    title: (page) => page.t(`${wordsOf(props)}.title`, { who }),
    content: <EndGuardianship {...props} />,
  });
}

function Invitation({ guardianship }: InvitationProps) {
  const { t, rich, csrf, date } = usePage();
  const { patient, level, relation, invitedAt } = guardianship;
  return (
    <>
      <PageHead
        title={t('invitation.title', { who: patient.name })}
        back={{ href: paths.guardians, text: t('guardians.title') }}
      />
      <section class="card attention">
        <p class="request-words large">
          {rich(sentenceOf(guardianship), {
            who: <strong>{patient.name}</strong>,
            number: <span class="code">{patient.number}</span>,
          })}
        </p>
        <dl class="facts">
          <div>
            <dt>{t('invitation.asked')}</dt>
            <dd>{date(invitedAt)}</dd>
          </div>
          <div>
            <dt>{t('invitation.youAre')}</dt>
            <dd>{t(`relation.${relation}`)}</dd>
          </div>
          <div>
            <dt>{t('invite.level')}</dt>
            <dd>{t(`guardian.level.${level}`)}</dd>
          </div>
          <div>
            <dt>{t('invitation.end')}</dt>
            <dd>
              <GuardianEnd item={guardianship} />
            </dd>
          </div>
        </dl>
        <ul class="points">
          <li>{t(`invitation.means.${level}`)}</li>
          <li>{t('invitation.logged')}</li>
          <li>{t('invitation.undo')}</li>
        </ul>
        <form class="actions" method="post" action={paths.answerInvitation(guardianship.id)}>
          <input type="hidden" name="_csrf" value={csrf} />
          <button class="button" type="submit" name="answer" value="accept">
            {t('invitation.accept')}
          </button>
          <button class="button refuse" type="submit" name="answer" value="decline">
            {t('invitation.decline')}
          </button>
        </form>
      </section>
    </>
  );
}

function sentenceOf({ atDesk, imported }: GuardianshipView) {
  if (imported) return 'invitation.importedSentence';
  return atDesk ? 'invitation.deskSentence' : 'invitation.sentence';
}

function EndGuardianship(props: EndGuardianshipProps) {
  const { t, csrf } = usePage();
  const { guardianship, side } = props;
  const words = wordsOf(props);
  const who = otherOf(guardianship, side).name;
  const points: MessageKey[] =
    words === 'takeBack' ? ['takeBack.effect'] : [`${words}.effect`, 'revoke.seen', `${words}.undo`];
  return (
    <>
      <PageHead title={t(`${words}.title`, { who })} back={{ href: paths.guardians, text: t('guardians.title') }} />
      <section class="card danger">
        <ul class="points">
          {points.map((point) => (
            <li key={point}>{t(point, { who })}</li>
          ))}
        </ul>
        <form class="actions" method="post" action={paths.endGuardianship(guardianship.id)}>
          <input type="hidden" name="_csrf" value={csrf} />
          <button class="button danger" type="submit">
            {t(`${words}.button`)}
          </button>
          <a class="button quiet" href={paths.guardians}>
            {t('revoke.keep')}
          </a>
        </form>
      </section>
    </>
  );
}

function wordsOf({ guardianship, side }: EndGuardianshipProps): 'takeBack' | 'removeGuardian' | 'stepDown' {
  if (side === 'guardian') return 'stepDown';
  return guardianship.state === 'invited' ? 'takeBack' : 'removeGuardian';
}

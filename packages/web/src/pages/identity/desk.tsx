// The desk: what can be done for a patient who came in person, what waits for a second person, and one of these.
import { Card, Empty, PageHead } from '../../components/card.tsx';
import { PostButton } from '../../components/post-button.tsx';
import { type Page, usePage } from '../../layout/page.tsx';
import { renderPage } from '../../layout/render-page.tsx';
import type { PageContext } from '../../page-context.ts';
import { paths } from '../../paths.ts';
import type { DeskActView, DeskPersonView } from '../../view-types.ts';

export interface DeskProps {
  waiting: readonly DeskActView[];
}

/** GET /desk */
export function renderDeskHome(context: PageContext, props: DeskProps): string {
  return renderPage(context, { title: (page) => page.t('atDesk.title'), content: <Desk {...props} /> });
}

function Desk({ waiting }: DeskProps) {
  const page = usePage();
  const { t, user } = page;
  const back = { href: paths.home, text: t(user?.role === 'administrator' ? 'admin.title' : 'staff.title') };
  return (
    <>
      <PageHead title={t('atDesk.title')} lead={t('atDesk.lead')} back={back} />
      <ul class="links card">
        {user?.role === 'staff' && (
          <>
            <li>
              <a href={paths.registerPatient}>{t('register.title')}</a>
            </li>
            <li>
              <a href={paths.deskRegistration}>{t('atDesk.registration')}</a>
            </li>
            <li>
              <a href={paths.tableImports}>{t('tables.title')}</a>
            </li>
          </>
        )}
        <li>
          <a href={paths.deskGuardian}>{t('atDesk.guardian')}</a>
        </li>
        <li>
          <a href={paths.deskEmail}>{t('atDesk.email')}</a>
        </li>
        <li>
          <a href={paths.deskAadhaar}>{t('atDesk.aadhaar')}</a>
        </li>
        <li>
          <a href={paths.recoveries}>{t('deskRecovery.title')}</a>
        </li>
      </ul>
      <Card title={t('deskRecovery.waiting')}>
        {waiting.length === 0 ? (
          <Empty>{t('deskRecovery.none')}</Empty>
        ) : (
          <ul class="rows">
            {waiting.map((act) => (
              <li key={act.id} class="row">
                <div class="row-body">
                  <p class="row-title">{whatOf(page, act)}</p>
                  <p class="muted">{openedText(page, act)}</p>
                </div>
                <a
                  class="button quiet"
                  href={paths.deskAct(act.id)}
                  aria-label={t('atDesk.lookAt', { what: whatOf(page, act) })}
                >
                  {t('deskRecovery.look')}
                </a>
              </li>
            ))}
          </ul>
        )}
      </Card>
    </>
  );
}

function whatOf({ t }: Page, act: DeskActView): string {
  const who = `${act.patient.name} (${act.patient.login})`;
  if (act.kind === 'email') return t('atDesk.act.email', { who });
  return t('atDesk.act.guardian', { who, guardian: `${act.guardian.name} (${act.guardian.login})` });
}

function openedText({ t, dateTime, time }: Page, { openedBy, openedAt, until }: DeskActView): string {
  return t('deskRecovery.opened', { who: openedBy, time: dateTime(openedAt), until: time(until) });
}

/** GET /desk/acts/:id; POST /desk/acts/:id/confirm; POST /desk/acts/:id/cancel */
export function renderDeskAct(context: PageContext, act: DeskActView): string {
  return renderPage(context, { title: (page) => whatOf(page, act), content: <Act act={act} /> });
}

function Act({ act }: { act: DeskActView }) {
  const page = usePage();
  const { t } = page;
  const back = { href: paths.desk, text: t('atDesk.title') };
  const facts = factsOf(page, act);
  return (
    <>
      <PageHead title={whatOf(page, act)} back={back} />
      <section class="card stack">
        <p>{openedText(page, act)}</p>
        <dl class="facts">
          {facts.map(([label, value]) => (
            <div key={label}>
              <dt>{label}</dt>
              <dd>
                <bdi>{value}</bdi>
              </dd>
            </div>
          ))}
        </dl>
        <p>{t(act.own ? 'deskRecovery.openedYourself' : `atDesk.confirmText.${act.kind}`)}</p>
        {act.own ? (
          <PostButton action={paths.cancelDeskAct(act.id)} text={t('atDesk.cancel')} refuse />
        ) : (
          <PostButton action={paths.confirmDeskAct(act.id)} text={t('deskRecovery.confirm')} main />
        )}
      </section>
    </>
  );
}

function factsOf(page: Page, act: DeskActView): [string, string][] {
  const { t, date } = page;
  const shown: [string, string] = [t('deskRecovery.shown'), t(`document.${act.document}`)];
  const patient: [string, string] = [t('atDesk.patient'), personText(page, act.patient)];
  if (act.kind === 'email') return [patient, [t('email.address'), act.address], shown];
  const { level, relation, until, basis, note } = act.guardian;
  return [
    patient,
    [t('atDesk.guardianPerson'), personText(page, act.guardian)],
    [t('atDesk.relation'), t(`relation.${relation}`)],
    [t('invite.level'), `${t(`guardian.level.${level}`)}: ${t(`atDesk.means.${level}`)}`],
    [t('invite.until'), until === null ? t('guardian.noEnd') : date(until)],
    [t('atDesk.basis'), t(`atDesk.basis.${basis}`)],
    shown,
    ...(note === '' ? [] : [[t('atDesk.note'), note] satisfies [string, string]]),
  ];
}

function personText({ t, date }: Page, { login, name, birthDate }: DeskPersonView): string {
  return `${name}, ${login}, ${t('atDesk.bornOn', { date: date(birthDate ?? '') })}`;
}

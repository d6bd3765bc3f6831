// Who did what with a record, when and by which right, in words that the patient understands.

import { LogFilter } from '../../components/access/log-filter.tsx';
import { Empty, PageHead } from '../../components/card.tsx';
import { ErrorSummary } from '../../components/field.tsx';
import { Icon, type IconName } from '../../components/icon.tsx';
import { personName } from '../../components/person-name.ts';
import { isMessageKey, type MessageKey } from '../../i18n/translate.ts';
import { type Page, usePage } from '../../layout/page.tsx';
import { renderPage } from '../../layout/render-page.tsx';
import { EVERY_LINE, type LogFilterValues, type LogPeople } from '../../log-filter.ts';
import type { PageContext } from '../../page-context.ts';
import { paths } from '../../paths.ts';
import type { FormError, PatientBanner, Person, Purpose, Role } from '../../view-types.ts';

type ActionOf<Key> = Key extends `log.action.${infer Action}` ? Action : never;

/** What was done: whatever there are words for. That all of the server's actions have theirs, the types check where it gives them. */
export type LogAction = ActionOf<MessageKey>;

/** By which right; `log.basis.<basis>` says it. */
export type LogBasis =
  | 'own-record'
  | 'guardian'
  | 'grant'
  | 'author'
  | 'treatment-role'
  | 'operation'
  | 'introduction'
  | 'card'
  | 'emergency'
  | 'none';

export interface LogEvent {
  at: string;
  actor: Person & { role: Role | null };
  action: LogAction;
  record: { number: number; label: string; title: string } | null;
  basis: LogBasis;
  purpose: Purpose | null;
  /** Whether the event is in the chain already. */
  sealed: boolean;
}

export interface AccessLogProps {
  patient: PatientBanner;
  /** Latest first. */
  events: readonly LogEvent[];
  next: string | null;
  filter?: LogFilterValues;
  /** How many lines match the filter. */
  total: number;
  /** How many there are of each kind, whatever kind the filter names. */
  kinds: Readonly<Record<string, number>>;
  people: LogPeople;
  errors?: readonly FormError[];
}

/** The access log. GET /access/log */
export function renderAccessLog(context: PageContext, props: AccessLogProps): string {
  return renderPage(context, {
    title: (page) => page.t('log.title'),
    content: <AccessLog {...props} />,
    width: 'wide',
  });
}

const icons: Partial<Record<LogAction, IconName>> = {
  'write-record': 'pen',
  'amend-record': 'pen',
  'mark-in-error': 'cross',
  import: 'plus',
  'import-permission': 'key',
  'import-guardian': 'person',
  register: 'person',
  'request-access': 'key',
  'grant-access': 'key',
  'deny-access': 'cross',
  'cancel-request': 'cross',
  'revoke-access': 'lock',
  'withhold-record': 'lock',
  'block-person': 'lock',
  verify: 'shield',
  'denied-access': 'warning',
  'break-glass': 'warning',
  'end-emergency': 'lock',
  'emergency-justified': 'check',
  'emergency-not-justified': 'cross',
  'print-record': 'records',
  'print-summary': 'records',
  'export-record': 'download',
  'download-record': 'download',
  'download-receipt': 'download',
  'download-summary': 'download',
  'view-file': 'document',
  'download-file': 'download',
  'disclosure-statement': 'records',
  'make-copy': 'records',
  'download-copy': 'records',
  'ask-correction': 'pen',
  'answer-correction': 'pen',
  'change-password': 'lock',
  'change-email': 'lock',
  'remove-email': 'lock',
  'recover-password': 'lock',
  'open-recovery': 'lock',
  'confirm-recovery': 'lock',
  'cancel-recovery': 'lock',
  'change-aadhaar': 'lock',
  'remove-aadhaar': 'lock',
  'totp-set': 'lock',
  'totp-removed': 'lock',
  'recovery-codes-made': 'lock',
  'recovery-codes-removed': 'lock',
  'recovery-code-used': 'lock',
  'passkey-added': 'lock',
  'passkey-removed': 'lock',
  'invite-guardian': 'person',
  'accept-guardianship': 'person',
  'decline-guardianship': 'cross',
  'cancel-invitation': 'cross',
  'remove-guardian': 'cross',
  'step-down': 'leave',
  'make-introduction': 'qr',
  'open-introduction': 'qr',
  'end-introduction': 'lock',
  'make-card': 'qr',
  'change-card': 'pen',
  'end-card': 'lock',
  'print-card': 'records',
  'scan-card': 'qr',
};

function AccessLog(props: AccessLogProps) {
  const page = usePage();
  const { t, count } = page;
  const { patient, events, next, total, kinds, people, filter = EVERY_LINE, errors = [] } = props;
  const filtered = Object.values(filter).some((value) => value !== '');
  return (
    <>
      <PageHead title={t('log.title')} lead={t('log.lead')} back={{ href: paths.access, text: t('access.title') }}>
        <a class="button quiet" href={paths.disclosures}>
          {t('disclosure.title')}
        </a>
      </PageHead>
      <ErrorSummary errors={errors} labelOf={(field) => labelOf(page, field)} text={t('log.wrong')} />
      <LogFilter values={filter} kinds={kinds} people={people} patient={patient.number} errors={errors} />
      <section class="card list">
        {errors.length === 0 && total > 0 && <p class="muted">{count('log.found', total)}</p>}
        {events.length === 0 && <Empty>{t(emptyText(filtered, errors.length > 0))}</Empty>}
        <ol class="log">
          {events.map((event, index) => {
            const day = page.date(event.at);
            const before = events[index - 1];
            const starts = before === undefined || page.date(before.at) !== day;
            return (
              <li key={`${event.at} ${event.action} ${event.record?.number}`}>
                {starts && <h2 class="year">{day}</h2>}
                <Event event={event} patient={patient.number} />
              </li>
            );
          })}
        </ol>
      </section>
      {next !== null && (
        <p class="pager">
          <a class="button quiet" href={next}>
            {t('records.older')}
          </a>
        </p>
      )}
    </>
  );
}

function emptyText(filtered: boolean, wrong: boolean): MessageKey {
  if (wrong) return 'log.wrong';
  return filtered ? 'log.noneMatch' : 'log.empty';
}

function labelOf({ t }: Page, field: string): string {
  const key = `log.${field}`;
  return isMessageKey(key) ? t(key) : field;
}

function Event({ event, patient }: { event: LogEvent; patient: string }) {
  const page = usePage();
  const { t } = page;
  const own = event.actor.login === page.user?.login;
  return (
    <div class={own ? 'event own' : event.action === 'denied-access' ? 'event refused' : 'event'}>
      <span class="event-sign">
        <Icon name={icons[event.action] ?? 'eye'} />
      </span>
      <div class="event-body">
        <p>{sentence(page, event, own, patient)}</p>
        <p class="muted">
          {t(`log.basis.${event.basis}`)}
          {event.purpose !== null && ` · ${t(`purpose.${event.purpose}`)}`}
          {!event.sealed && ` · ${t('log.notSealed')}`}
        </p>
      </div>
      <div class="event-time">
        <time dateTime={event.at}>{page.time(event.at)}</time>
        {page.decides && isBlockable(event) && (
          <a href={paths.blockPerson(event.actor.login)} aria-label={t('block.thisWho', { who: event.actor.name })}>
            {t('block.this')}
          </a>
        )}
      </div>
    </div>
  );
}

function isBlockable({ actor: { role } }: LogEvent): boolean {
  return role === 'doctor' || role === 'staff';
}

function sentence(page: Page, event: LogEvent, own: boolean, patient: string) {
  const key = `log.action.${event.action}`;
  const who = <Who event={event} own={own} />;
  const record =
    event.record === null ? (
      ''
    ) : (
      <a href={paths.record(patient, event.record.number)}>
        {event.record.title === '' ? event.record.label : `${event.record.title} (${event.record.label})`}
      </a>
    );
  return page.rich(isMessageKey(key) ? key : 'log.action.other', { who, record });
}

// Whoever acts in the patient's place is named as their guardian; becoming one is not yet in it.
function Who({ event, own }: { event: LogEvent; own: boolean }) {
  const page = usePage();
  const { t, inPlaceOf } = page;
  const guardian = event.basis === 'guardian' && !event.action.endsWith('guardianship');
  if (own) return <strong>{t(guardian ? 'log.youGuardian' : 'log.you')}</strong>;
  const is = t(inPlaceOf === undefined ? 'log.yourGuardian' : 'log.aGuardian');
  return (
    <>
      <strong>{personName(page, event.actor)}</strong>
      {guardian && `, ${is}`}
    </>
  );
}

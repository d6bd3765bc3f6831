// One record in full: who wrote it and when, its values with flags and trends, its findings, and its seal.
import { type JsonObject, slotOf } from '@patrec/fhir';
import { WithheldBadge } from '../../components/access/withheld-badge.tsx';
import { PageHead } from '../../components/card.tsx';
import { fileSize, sizeInDocument } from '../../components/file-size.ts';
import { Icon } from '../../components/icon.tsx';
import { CheckCode } from '../../components/ledger/check-code.tsx';
import { VerifyPanel } from '../../components/ledger/verify-panel.tsx';
import type { PaperCheck } from '../../components/qr-picture.tsx';
import { FileCard } from '../../components/records/file-card.tsx';
import { AbnormalBadge } from '../../components/records/flag-badge.tsx';
import { RecordContent } from '../../components/records/record-content.tsx';
import { recordTitle, timeName } from '../../components/records/record-words.ts';
import { ScannedDocument } from '../../components/records/scanned-document.tsx';
import { Signature, type SignatureView } from '../../components/records/signature.tsx';
import { InErrorBadge } from '../../components/records/version-badge.tsx';
import { VersionList } from '../../components/records/version-list.tsx';
import { usePage } from '../../layout/page.tsx';
import { ChartBanner } from '../../layout/patient-banner.tsx';
import { renderPage } from '../../layout/render-page.tsx';
import type { PageContext } from '../../page-context.ts';
import { paths } from '../../paths.ts';
import type {
  FileView,
  GrantView,
  PatientBanner,
  Person,
  RecordType,
  Role,
  Trends,
  VersionView,
} from '../../view-types.ts';

export interface RecordHead {
  number: number;
  label: string;
  type: RecordType;
  title: string;
  effective: string;
  recordedAt: string;
  abnormal: number;
  critical: number;
  author: Person & { role: Role | null };
  block: { seq: number; hash: string; leafIndex: number | null };
}

export interface RecordPageProps {
  patient: PatientBanner;
  viewer: 'self' | 'doctor' | 'staff';
  record: RecordHead;
  /** As `parseJson` gives them, in the order of the record. */
  resources: readonly JsonObject[];
  trends: Trends;
  /** The files that the record names. */
  files?: readonly FileView[];
  /** Whose signature it holds, as it was just checked. */
  signature?: SignatureView | null | undefined;
  scope?: GrantView;
  /** Only for the patient: whether it is withheld from all but its author. */
  withheld?: boolean;
  /** Whether the record's block can be fetched for checking. */
  canVerify: boolean;
  /** Where there is more than one version: all of them, the first first, and the number of the one that is shown. */
  history?: { versions: readonly VersionView[]; shown: number };
  /** Only for whoever wrote it, of the version in force: what they may do with it. */
  canAmend?: { version: number; byForm: boolean };
  /** The page for the printer, and who prints. */
  printing?: Printing;
}

export interface Printing {
  by: string;
  login: string;
  check: PaperCheck;
}

/** The page of a record. GET /patients/PAT001/records/7, and …/7/print */
export function renderRecord(context: PageContext, props: RecordPageProps): string {
  const { record, patient, scope, viewer } = props;
  return renderPage(context, {
    title: (page) => `${recordTitle(page, record)} · ${record.label}`,
    banner: viewer === 'self' ? undefined : <ChartBanner patient={patient} scope={scope} />,
    content: <RecordPage {...props} />,
    islands: props.printing === undefined ? ['verify'] : [],
    width: 'wide',
  });
}

function RecordPage(props: RecordPageProps) {
  const page = usePage();
  const { t } = page;
  const { patient, record, canVerify } = props;
  const back = { href: paths.records(patient.number), text: t('records.title') };
  const { printing } = props;
  const inError = props.history?.versions.at(-1)?.kind === 'entered-in-error';
  if (printing !== undefined) return <PrintedRecord {...props} printing={printing} />;
  return (
    <>
      <PageHead
        title={
          <>
            {inError ? <del>{recordTitle(page, record)}</del> : recordTitle(page, record)} {inError && <InErrorBadge />}{' '}
            <AbnormalBadge abnormal={record.abnormal} critical={record.critical} />{' '}
            {props.withheld === true && <WithheldBadge />}
          </>
        }
        back={back}
      >
        {props.canAmend !== undefined && <AuthorActions patient={patient} record={record} {...props.canAmend} />}
        {props.withheld !== undefined && page.decides && <OwnActions {...props} withheld={props.withheld} />}
        <a class="button quiet" href={paths.printRecord(patient.number, record.number)}>
          {t('record.print')}
        </a>
        <a class="button quiet" href={paths.recordPdf(patient.number, record.number)} download>
          {t('paper.download')}
        </a>
        <ExportLink {...props} />
        {canVerify && (
          <a class="button quiet" href={paths.receipt(patient.number, record.number)}>
            {t('receipt.get')}
          </a>
        )}
      </PageHead>
      {props.withheld === true && <p class="muted">{t('record.withheldText', { author: record.author.name })}</p>}
      <Standing {...props} />
      <RecordFacts record={record} patient={patient} signature={props.signature} />
      <Content {...props} />
      {canVerify && (
        <VerifyPanel
          proof={paths.recordProof(patient.number, record.number)}
          scope="record"
          total={1}
          label={record.label}
          recordAddress={paths.record(patient.number, 0)}
        />
      )}
      {props.history !== undefined && (
        <VersionList patient={patient.number} record={record.number} {...props.history} />
      )}
      <Seal record={record} />
    </>
  );
}

/** With files the document is large: how large is said before it is asked for. */
function ExportLink({ patient, record, files = [] }: RecordPageProps) {
  const { t } = usePage();
  return (
    <a class="button quiet" href={paths.exportRecord(patient.number, record.number)}>
      {files.length === 0 ? t('record.export') : t('record.exportSize', { size: fileSize(sizeInDocument(files)) })}
    </a>
  );
}

/** After a write: what whoever wrote may keep of it. */
/** Where the version that is shown is not the one in force, or none of it ever held: who says so, when and why. */
function Standing({ patient, record, history = { versions: [], shown: 0 } }: RecordPageProps) {
  const { t, dateTime } = usePage();
  const { versions, shown } = history;
  const [newest, next] = [versions.at(-1), versions[shown]];
  const said = ({ author, recordedAt }: VersionView) => ({ who: author.name, when: dateTime(recordedAt) });
  if (newest?.kind === 'entered-in-error')
    return (
      <div class="card danger standing" role="note">
        <p>
          <Icon name="warning" /> <strong>{t('error-mark.shown')}</strong>
        </p>
        <p class="typed">{t('error-mark.by', { ...said(newest), reason: newest.reason })}</p>
      </div>
    );
  if (next === undefined) return null;
  return (
    <div class="card attention standing" role="note">
      <p>
        <Icon name="history" /> {t('version.old', { number: shown, next: next.version, ...said(next) })}
      </p>
      <p class="typed">{t('version.oldReason', { reason: next.reason })}</p>
      <a href={paths.record(patient.number, record.number)}>{t('version.newest')}</a>
    </div>
  );
}

type AuthorProps = Pick<RecordPageProps, 'patient' | 'record'> & Required<RecordPageProps>['canAmend'];

function AuthorActions({ patient, record, version, byForm }: AuthorProps) {
  const { t } = usePage();
  return (
    <>
      {byForm && (
        <a class="button quiet" href={paths.amend(patient.number, record.number, version)}>
          <Icon name="pen" />
          {t('amend.do')}
        </a>
      )}
      <a class="button quiet" href={paths.markInError(patient.number, record.number, version)}>
        <Icon name="cross" />
        {t('error-mark.do')}
      </a>
    </>
  );
}

function PrintedRecord(props: RecordPageProps & { printing: Printing }) {
  const page = usePage();
  const { t } = page;
  const { patient, record, printing, viewer } = props;
  return (
    <div class="paper" data-print-now>
      <p class="paper-head">
        <bdi>{patient.name}</bdi> · {patient.number} · {record.label}
      </p>
      <PageHead
        title={recordTitle(page, record)}
        lead={<span class="no-print">{t(viewer === 'self' ? 'print.lead' : 'print.leadOther')}</span>}
        back={{ href: paths.record(patient.number, record.number), text: record.label }}
      >
        <button class="button" type="button" data-print hidden>
          {t('record.print')}
        </button>
        <noscript>{t('print.noScript')}</noscript>
      </PageHead>
      <Standing {...props} />
      <RecordFacts record={record} patient={patient} signature={props.signature} printing={printing} />
      <Content {...props} />
      <Seal record={record} open />
      <CheckCode check={printing.check} />
    </div>
  );
}

function Content({ record, resources, trends, patient, files = [], printing }: RecordPageProps) {
  const place = { patient: patient.number, record: record.number };
  const values = resources.filter((resource) => slotOf(resource) === undefined || record.type === 'document');
  if (record.type !== 'document')
    return (
      <>
        {(values.length > 0 || files.length === 0) && (
          <RecordContent resources={values} trends={trends} patient={place.patient} />
        )}
        {files.map((file) => (
          <FileCard key={file.id} file={file} place={place} printing={printing !== undefined} />
        ))}
      </>
    );
  return <ScannedDocument resources={resources} files={files} place={place} printing={printing !== undefined} />;
}

function OwnActions({ patient, record, withheld }: RecordPageProps & { withheld: boolean }) {
  const { t } = usePage();
  return (
    <>
      {!withheld && (
        <a class="button quiet" href={paths.shareRecord(record.number)}>
          <Icon name="key" />
          {t('record.share')}
        </a>
      )}
      <a class="button quiet" href={paths.withhold(patient.number, record.number)}>
        <Icon name={withheld ? 'eye' : 'lock'} />
        {t(withheld ? 'record.release' : 'record.withhold')}
      </a>
      <a class="button quiet" href={paths.askCorrection(patient.number, record.number)}>
        <Icon name="pen" />
        {t('correction.ask')}
      </a>
    </>
  );
}

type FactsProps = Pick<RecordPageProps, 'record' | 'patient' | 'signature' | 'printing'>;

function RecordFacts({ record, patient, signature, printing }: FactsProps) {
  const page = usePage();
  const { t, date, dateTime, now } = page;
  return (
    <dl class="facts wide">
      <div class="print-only">
        <dt>{t('banner.label')}</dt>
        <dd>
          {patient.name} {patient.number}
        </dd>
      </div>
      <div>
        <dt>{timeName(page, record.type)}</dt>
        <dd>{record.type === 'document' ? date(record.effective) : dateTime(record.effective)}</dd>
      </div>
      <div>
        <dt>{t('record.author')}</dt>
        <dd>
          {record.author.name} <span class="code">{record.author.login}</span>
        </dd>
      </div>
      <div>
        <dt>{t('record.saved')}</dt>
        <dd>{dateTime(record.recordedAt)}</dd>
      </div>
      {signature && <Signature signature={signature} />}
      <div>
        <dt>{t('record.number')}</dt>
        <dd class="code">{record.label}</dd>
      </div>
      {printing !== undefined && (
        <div>
          <dt>{t('print.printed')}</dt>
          <dd>
            {printing.by} <span class="code">{printing.login}</span>, {dateTime(now)}
          </dd>
        </div>
      )}
    </dl>
  );
}

function Seal({ record, open = false }: { record: RecordHead; open?: boolean }) {
  const { t } = usePage();
  const { block } = record;
  return (
    <details class="card fold seal" open={open}>
      <summary>
        <Icon name="lock" />
        {t('record.technical')}
      </summary>
      <p class="muted">{t('record.technicalText')}</p>
      <dl class="facts">
        <div>
          <dt>{t('verify.hash')}</dt>
          <dd class="hash">{block.hash}</dd>
        </div>
        <div>
          <dt>{t('verify.failedAt', { seq: block.seq + 1 })}</dt>
          <dd>
            {t('verify.leaf')}: {block.leafIndex === null ? t('verify.leafWaiting') : block.leafIndex}
          </dd>
        </div>
      </dl>
    </details>
  );
}

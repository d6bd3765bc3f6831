// The statement of disclosures (MoHFW EHR Standards 2016): date, recipient with address, what, purpose.
import { isAnybody } from '../components/person-name.ts';
import { isMessageKey } from '../i18n/translate.ts';
import type { Page } from '../layout/page.tsx';
import type { PatientRef, Purpose } from '../view-types.ts';
import {
  type DocumentContext,
  type DocumentPart,
  openDocument,
  type PaperDocument,
  patientDocument,
} from './document.ts';

/** One time that somebody was shown something. The address is the recipient's workplace; null where none is known. */
export interface Disclosure {
  at: string;
  recipient: { login: string; name: string; address: string | null };
  action: string;
  /** The record's number as people write it. */
  record: string | null;
  /** Null where nobody said. */
  purpose: Purpose | null;
}

export interface DisclosureStatement {
  patient: PatientRef;
  /** Both inside. */
  from: string;
  to: string;
  disclosures: AsyncIterable<Disclosure>;
}

/** The statement as a document; it reads the disclosures while it is laid out. */
export function disclosureStatement(context: DocumentContext, statement: DisclosureStatement): PaperDocument {
  const page = openDocument(context);
  const title = page.t('disclosure.title');
  return patientDocument(page, statement.patient, { title, parts: partsOf(page, statement) });
}

async function* partsOf(
  page: Page,
  { patient, from, to, disclosures }: DisclosureStatement,
): AsyncGenerator<DocumentPart> {
  const { t, count, date, dateTime } = page;
  const who = `${patient.name} (${patient.number})`;
  yield { kind: 'title', text: t('disclosure.title') };
  yield { kind: 'text', text: t('disclosure.period', { from: date(from), to: date(to) }) };
  yield { kind: 'text', text: t('disclosure.made', { date: dateTime(page.now), patient: who }) };
  yield { kind: 'small', text: t('disclosure.explain') };
  const columns = [
    { title: t('disclosure.date'), share: 23 },
    { title: t('disclosure.recipient'), share: 33 },
    { title: t('disclosure.what'), share: 28 },
    { title: t('disclosure.purpose'), share: 16 },
  ];
  let listed = 0;
  async function* rows(): AsyncGenerator<string[]> {
    for await (const disclosure of disclosures) {
      listed += 1;
      yield rowOf(page, disclosure);
    }
  }
  yield { kind: 'table', columns, rows: rows() };
  yield { kind: 'text', text: listed === 0 ? t('disclosure.none') : count('disclosure.end', listed) };
}

function rowOf({ t, dateTime }: Page, { at, recipient, action, record, purpose }: Disclosure): string[] {
  const key = `disclosure.action.${action}`;
  const { name, login, address } = recipient;
  return [
    dateTime(at),
    isAnybody(recipient) ? t('disclosure.nobody') : `${name} (${login}), ${address ?? t('disclosure.noAddress')}`,
    isMessageKey(key) ? t(key, { record: record ?? '' }) : action,
    purpose === null ? '–' : t(`purpose.${purpose}`),
  ];
}

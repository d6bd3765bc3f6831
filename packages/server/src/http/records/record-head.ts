// The head of a record as the pages and the paper take it.

import type { RecordHead } from '@patrec/web';
import type { Patient } from '../../records/patient-store.ts';
import type { RecordDetail } from '../../records/read-record.ts';
import { recordLabel } from '../views.ts';

/** A record's line with its author and block. */
export function recordHead(patient: Patient, record: RecordDetail): RecordHead {
  const { number, type, title, effective, recordedAt, abnormal, critical } = record;
  const { authorLogin, authorName, authorRole, blockSeq, blockHash, leafIndex } = record;
  return {
    number,
    label: recordLabel(patient.number, number),
    type,
    title,
    effective,
    recordedAt,
    abnormal,
    critical,
    author: { login: authorLogin, name: authorName, role: authorRole },
    block: { seq: blockSeq, hash: blockHash, leafIndex },
  };
}

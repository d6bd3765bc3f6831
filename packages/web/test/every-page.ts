// Every page in every state that looks different, by name: for the tests that look at all of them.
import type { PageContext } from '@patrec/web';
import { accountPages } from './account-pages.ts';
import { amendmentPages } from './amendment-pages.ts';
import { cardPages } from './card-pages.ts';
import { chainPages } from './chain-pages.ts';
import { correctionPages } from './correction-pages.ts';
import { deskPages } from './desk-pages.ts';
import { doctorPages } from './doctor-pages.ts';
import { documentPages } from './document-pages.ts';
import { emergencyPages } from './emergency-pages.ts';
import { erasurePages } from './erasure-pages.ts';
import { guardianPages } from './guardian-pages.ts';
import { integrityPages } from './integrity-pages.ts';
import { livePages } from './live-pages.ts';
import { logPages } from './log-pages.ts';
import { otherPages, signedOutPages } from './other-pages.ts';
import { paperPages } from './paper-pages.ts';
import { patientPages } from './patient-pages.ts';
import { comingInPages } from './people-pages.ts';
import { recordPages } from './record-pages.ts';
import { recoveryPages } from './recovery-pages.ts';
import { registrationPages } from './registration-pages.ts';
import { securityPages } from './security-pages.ts';
import { sharingPages } from './sharing-pages.ts';
import { signingPages } from './signing-pages.ts';
import { summaryPages } from './summary-pages.ts';
import { tablePages } from './table-pages.ts';

/** Page name to HTML. */
export function everyPage(more: Partial<PageContext> = {}): Record<string, string> {
  return {
    ...signedOutPages(more),
    ...patientPages(more),
    ...sharingPages(more),
    ...guardianPages(more),
    ...doctorPages(more),
    ...documentPages(more),
    ...recordPages(more),
    ...amendmentPages(more),
    ...otherPages(more),
    ...accountPages(more),
    ...comingInPages(more),
    ...recoveryPages(more),
    ...deskPages(more),
    ...registrationPages(more),
    ...securityPages(more),
    ...signingPages(more),
    ...logPages(more),
    ...correctionPages(more),
    ...livePages(more),
    ...cardPages(more),
    ...chainPages(more),
    ...emergencyPages(more),
    ...erasurePages(more),
    ...summaryPages(more),
    ...paperPages(more),
    ...tablePages(more),
    ...integrityPages(more),
  };
}

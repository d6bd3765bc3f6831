// The Tamil catalogue.
import { recordWords } from '@patrec/fhir/words';
import type { en } from '../en/index.ts';
import { access } from './access.ts';
import { account } from './account.ts';
import { amendments } from './amendments.ts';
import { cards } from './cards.ts';
import { chain } from './chain.ts';
import { copy } from './copy.ts';
import { corrections } from './corrections.ts';
import { desk } from './desk.ts';
import { disclosure } from './disclosure.ts';
import { emergency } from './emergency.ts';
import { entry } from './entry.ts';
import { erasure } from './erasure.ts';
import { files } from './files.ts';
import { forms } from './forms.ts';
import { frame } from './frame.ts';
import { guardians } from './guardians.ts';
import { integrity } from './integrity.ts';
import { live } from './live.ts';
import { log } from './log.ts';
import { mail } from './mail.ts';
import { paper } from './paper.ts';
import { people } from './people.ts';
import { receipt } from './receipt.ts';
import { records } from './records.ts';
import { recovery } from './recovery.ts';
import { registration } from './registration.ts';
import { registrationChange } from './registration-change.ts';
import { resources } from './resources.ts';
import { search } from './search.ts';
import { security } from './security.ts';
import { sharing } from './sharing.ts';
import { signing } from './signing.ts';
import { summary } from './summary.ts';
import { tables } from './tables.ts';
import { verify } from './verify.ts';
import { work } from './work.ts';

export const ta: Readonly<Record<keyof typeof en, string>> = {
  ...frame,
  ...records,
  ...resources,
  ...access,
  ...sharing,
  ...entry,
  ...recordWords.ta,
  ...chain,
  ...verify,
  ...work,
  ...forms,
  ...account,
  ...people,
  ...registration,
  ...registrationChange,
  ...paper,
  ...receipt,
  ...mail,
  ...recovery,
  ...desk,
  ...security,
  ...signing,
  ...guardians,
  ...log,
  ...copy,
  ...corrections,
  ...amendments,
  ...disclosure,
  ...live,
  ...cards,
  ...emergency,
  ...erasure,
  ...files,
  ...search,
  ...summary,
  ...tables,
  ...integrity,
};

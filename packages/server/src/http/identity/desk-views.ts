// Acts at the desk as the pages take them.

import type { DeskActView } from '@patrec/web';
import { endOf } from '../../access/guardianship.ts';
import { deskActEnds, deskActsOf } from '../../identity/desk-act.ts';
import type { DeskAct } from '../../identity/desk-act-store.ts';
import type { App } from '../app.ts';

/** An act as its reader sees it. */
export function deskActView(act: DeskAct, reader: string): DeskActView {
  const { id, patient, document, openedBy, openerLogin, openerName, openedAt } = act;
  const { login, name, birthDate } = patient;
  const view = {
    ...{ id, document },
    patient: { login, name, birthDate },
    openedBy: `${openerName} (${openerLogin})`,
    openedAt: openedAt.toISOString(),
    until: deskActEnds(act),
    own: openedBy === reader,
  };
  if (act.kind === 'email') return { ...view, kind: 'email', address: act.details.address };
  const { level, relationship: relation, basis, note } = act.details;
  const until = endOf(act.details.until, birthDate, view.openedAt);
  const guardian = act.guardian ?? { login: '', name: '', birthDate: null };
  return { ...view, kind: 'guardian', guardian: { ...guardian, level, relation, basis, note, until } };
}

/** What the desk entered of that kind for a patient, and nobody has confirmed yet. */
export async function ownDeskActs(app: App, chain: string, kind: DeskAct['kind']): Promise<DeskActView[]> {
  const acts = await deskActsOf(app, chain);
  return acts.filter((one) => one.kind === kind).map((one) => deskActView(one, ''));
}

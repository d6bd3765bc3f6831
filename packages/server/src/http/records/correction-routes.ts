// Corrections: the patient asks, whoever wrote the record or an administrator answers.

import { type FormError, renderAnswerCorrection, renderAskCorrection, renderCorrections } from '@patrec/web';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { insertEvent, makeEvent } from '../../access/access-log.ts';
import type { Actor } from '../../access/actor.ts';
import { decide } from '../../access/decide.ts';
import { EVERYTHING } from '../../access/visible.ts';
import { correctionView } from '../../copies/correction-view.ts';
import { AppError } from '../../errors.ts';
import { now, randomHex } from '../../ledger/ledger.ts';
import { ANSWER_WITHIN_MS, answerCorrection, askCorrection, findCorrection } from '../../records/correct-record.ts';
import { correctionsAsked, correctionsOfPatient } from '../../records/correction-store.ts';
import { noChart } from '../../records/open-chart.ts';
import { recordDetail } from '../../records/read-record.ts';
import type { App } from '../app.ts';
import { bannerOf, openOwnChart } from '../chart.ts';
import { formOf } from '../form.ts';
import { addressOf } from '../on-behalf.ts';
import { pageContext, sendPage } from '../page-context.ts';
import { actorOf, EVERY_ROLE } from '../route-access.ts';
import { recordChoice } from '../views.ts';

const QUESTION = '/patients/:number/records/:record/correction';
const DECIDING = { access: ['patient'], guardian: 'complete' } as const;
const ANSWERERS = ['doctor', 'staff', 'administrator'] as const;
const LONGEST = 2000;

type OfRecord = { Params: { number: string; record: string } };
type ById = { Params: { id: string } };

export function correctionRoutes(server: FastifyInstance, app: App): void {
  server.get<OfRecord>(QUESTION, { config: DECIDING }, (request, reply) => questionPage(app, request, reply, []));

  server.post<OfRecord>(QUESTION, { config: { ...DECIDING, form: true } }, async (request, reply) => {
    const { patient, record } = await ownRecord(app, request);
    const { chain } = patient;
    const errors: FormError[] = [];
    const [wrong, should] = [readText(request, 'wrong', errors), readText(request, 'should', errors)];
    const { nonce = '' } = formOf(request);
    if (errors.length > 0) return questionPage(app, request, reply, errors);
    if (!/^[0-9a-f]{32}$/.test(nonce))
      throw new AppError('incorrect', 'The form is not complete. Open it again and send it once more.');
    await askCorrection(app, actorOf(request), { chain, record: record.number, wrong, should, nonce });
    return reply.redirect(addressOf(request, '/corrections?notice=correction-asked'), 303);
  });

  server.get('/corrections', { config: { access: EVERY_ROLE, guardian: 'view' } }, async (request, reply) => {
    const actor = actorOf(request);
    const { role, account } = actor;
    const side = role === 'patient' ? 'own' : role === 'administrator' ? 'all' : 'asked';
    const found =
      side === 'own'
        ? await ownCorrections(app, actor)
        : await correctionsAsked(app.db, side === 'all' ? null : account);
    const at = now(app.ledger);
    const props = { side, items: found.map((one) => correctionView(one, at)) } as const;
    return sendPage(reply, renderCorrections(pageContext(app, request, reply), props));
  });

  server.get<ById>('/corrections/:id', { config: { access: ANSWERERS } }, (request, reply) =>
    answerPage(app, request, reply, []),
  );

  server.post<ById>(
    '/corrections/:id/answer',
    { config: { access: ANSWERERS, form: true } },
    async (request, reply) => {
      const actor = actorOf(request);
      const { id } = request.params;
      await findCorrection(app, actor, id);
      const errors: FormError[] = [];
      const { decision } = formOf(request);
      if (decision !== 'accept' && decision !== 'refuse') errors.push({ field: 'decision', code: 'choose-answer' });
      const answer = readText(request, 'answer', errors);
      if (errors.length > 0) return answerPage(app, request, reply, errors);
      await answerCorrection(app, actor, id, { state: decision === 'accept' ? 'accepted' : 'refused', answer });
      return reply.redirect('/corrections?notice=correction-answered', 303);
    },
  );
}

async function ownCorrections(app: App, actor: Actor) {
  const { patient, basis } = (await openOwnChart(app, actor)).chart;
  const { chain } = patient;
  await insertEvent(app.db, makeEvent(app.ledger, actor, 'view-corrections', { chain, basis }));
  return correctionsOfPatient(app.db, chain);
}

async function questionPage(
  app: App,
  request: FastifyRequest<OfRecord>,
  reply: FastifyReply,
  errors: readonly FormError[],
) {
  const { patient, record } = await ownRecord(app, request);
  const asked = await correctionsOfPatient(app.db, patient.chain);
  const { wrong = '', should = '' } = formOf(request);
  const html = renderAskCorrection(pageContext(app, request, reply), {
    patient: await bannerOf(app, { patient, visibility: EVERYTHING }),
    record: { ...recordChoice(record, patient.number), author: record.authorName },
    due: new Date(app.ledger.clock() + ANSWER_WITHIN_MS).toISOString(),
    waiting: asked.some((one) => one.record === record.number && one.state === 'asked'),
    values: { wrong, should },
    errors,
    nonce: randomHex(app.ledger, 16),
  });
  return sendPage(reply, html, errors.length > 0 ? 422 : 200);
}

async function ownRecord(app: App, request: FastifyRequest<OfRecord>) {
  const actor = actorOf(request);
  const patient = await app.patientByNumber(request.params.number.toUpperCase());
  const decision = decide(actor, { action: 'ask-correction', chain: patient?.chain ?? '' }, [], now(app.ledger));
  const number = /^\d{1,9}$/.test(request.params.record) ? Number(request.params.record) : 0;
  const record = patient && decision.permit ? await recordDetail(app.db, patient.chain, number) : undefined;
  if (!patient || !record) throw noChart();
  return { patient, record };
}

// Reading what a patient wrote is in the patient's log before it leaves.
async function answerPage(app: App, request: FastifyRequest<ById>, reply: FastifyReply, errors: readonly FormError[]) {
  const actor = actorOf(request);
  const { correction, basis } = await findCorrection(app, actor, request.params.id);
  const { chain, record } = correction;
  await insertEvent(app.db, makeEvent(app.ledger, actor, 'view-correction', { chain, basis, record }));
  const { decision = '', answer = '' } = formOf(request);
  const html = renderAnswerCorrection(pageContext(app, request, reply), {
    correction: correctionView(correction, now(app.ledger)),
    canOpen: basis.kind === 'author',
    values: { decision, answer },
    errors,
  });
  return sendPage(reply, html, errors.length > 0 ? 422 : 200);
}

// Several lines of text, with what is wrong with it.
function readText(request: FastifyRequest, field: string, errors: FormError[]): string {
  const text = (formOf(request)[field] ?? '').normalize('NFC').replaceAll('\r\n', '\n').trim();
  if (text === '') errors.push({ field, code: 'required' });
  else if ([...text].length > LONGEST) errors.push({ field, code: 'too-long', params: { max: String(LONGEST) } });
  else if (/(?![\n\t])[\p{Cc}\p{Cs}\p{Cn}]/u.test(text)) errors.push({ field, code: 'not-text' });
  return text;
}

// Staff import tables of patients and of results: the file, its columns, the dry run, the import, and what was rejected.

import { Readable } from 'node:stream';
import { type FormError, renderTableColumns, renderTableImport, renderTableImports } from '@patrec/web';
import { create as contentDisposition } from 'content-disposition';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { AppError } from '../../errors.ts';
import { FileError } from '../../files/file-error.ts';
import { type Importing, rowsOfImport, tableKey } from '../../operations/csv/importing.ts';
import { fieldsOfTable, testFields } from '../../operations/csv/mapping.ts';
import { formOfMapping, MOST_FIXED, parseMappingForm, testsToName } from '../../operations/csv/mapping-form.ts';
import type { ToldRow } from '../../operations/csv/plan.ts';
import { rejectedHeader, rejectedRow, writeRow, writeTable } from '../../operations/csv/read-table.ts';
import { MOST_ROWS } from '../../operations/csv/stream-table.ts';
import { BATCH } from '../../operations/csv/table-import-store.ts';
import {
  beginTable,
  bringTable,
  type OpenImport,
  ownImport,
  ownImports,
  removeTable,
  stopTable,
  tryTable,
} from '../../operations/csv/table-imports.ts';
import type { App } from '../app.ts';
import { fileErrorStatus, takeStream } from '../file-form.ts';
import { type Form, formOf } from '../form.ts';
import { pageContext, sendPage } from '../page-context.ts';
import { languageOf } from '../preferences.ts';
import { byAccount } from '../rate-limit.ts';
import { actorOf } from '../route-access.ts';
import { problemsOfRow, refusedTable, rowView, tableView } from './table-views.ts';

const STAFF = { access: ['staff'] } as const;
const STAFF_FORM = { ...STAFF, form: true } as const;
// A table tells who is here: nobody tries many.
const BRING = { ...STAFF_FORM, file: true, rateLimit: byAccount(30, '1 hour') } as const;
const REJECTED = { ...STAFF, answer: 'file' } as const;
const ADDRESS = '/imports/:id';
const REJECTS_AT_ONCE = 20;

type One = { Params: { id: string } };
type Shown = One & { Querystring: { from?: string; show?: string } };

/** Registers them; the form that brings the file is registered with `tableFileRoutes`. */
export function tableRoutes(server: FastifyInstance, app: App): void {
  const parts = partsOf(app);
  const own = (request: FastifyRequest<One>) => ownImport(parts, actorOf(request), request.params.id);

  server.get('/imports', { config: STAFF }, (request, reply) => listPage(app, request, reply, []));

  server.get<Shown>(ADDRESS, { config: STAFF }, async (request, reply) => {
    const table = await own(request);
    if (table.step === 'map') return columnsPage(app, request, reply, table, formOfMapping(table.plan), []);
    return importPage(app, request, reply, table);
  });

  server.get<One>(`${ADDRESS}/columns`, { config: STAFF }, async (request, reply) => {
    const table = await own(request);
    if (table.step === 'import') return reply.redirect(`/imports/${table.id}`, 303);
    return columnsPage(app, request, reply, table, formOfMapping(table.plan), []);
  });

  server.post<One>(`${ADDRESS}/columns`, { config: STAFF_FORM }, async (request, reply) => {
    const table = await own(request);
    const form = formOf(request);
    const { mapping, problems } = parseMappingForm(table.kind, table.plan, form);
    if (problems.length > 0) return columnsPage(app, request, reply, table, form, problems);
    await tryTable(parts, actorOf(request), table.id, mapping);
    return reply.redirect(`/imports/${table.id}`, 303);
  });

  for (const [name, act] of Object.entries({ begin: beginTable, stop: stopTable, remove: removeTable }))
    server.post<One>(`${ADDRESS}/${name}`, { config: STAFF_FORM }, async (request, reply) => {
      await act(parts, actorOf(request), request.params.id);
      return reply.redirect(name === 'remove' ? '/imports' : `/imports/${request.params.id}`, 303);
    });

  server.get<One>(`${ADDRESS}/rejected`, { config: REJECTED }, async (request, reply) => {
    const table = await own(request);
    const name = `${table.plan.name.replace(/\.\w+$/, '')}.rejected.csv`;
    return reply
      .header('cache-control', 'no-store')
      .header('content-disposition', contentDisposition(name, { type: 'attachment' }))
      .type('text/csv; charset=utf-8')
      .send(Readable.from(rejectedFile(parts, table, request), { objectMode: false }));
  });
}

/** The form that brings a table, among those that bring files. */
export function tableFileRoutes(server: FastifyInstance, app: App): void {
  server.post('/imports', { config: BRING }, async (request, reply) => {
    const { kind = '' } = formOf(request);
    try {
      const id = await takeStream(request, reply, app.files.limit, (bytes, name) =>
        bringTable(partsOf(app), actorOf(request), { kind, name }, bytes),
      );
      if (id === undefined) return listPage(app, request, reply, [{ field: 'file', code: 'file-missing' }]);
      return reply.redirect(`/imports/${id}`, 303);
    } catch (error) {
      return listPage(app, request, reply, refusedTable(error), error instanceof FileError ? error : undefined);
    }
  });
}

async function listPage(
  app: App,
  request: FastifyRequest,
  reply: FastifyReply,
  errors: readonly FormError[],
  refused?: FileError,
) {
  const imports = await ownImports(partsOf(app), actorOf(request));
  const html = renderTableImports(pageContext(app, request, reply), {
    imports: imports.map(tableView),
    kind: formOf(request).kind ?? '',
    errors,
    limit: app.files.limit,
    mostRows: MOST_ROWS,
  });
  return sendPage(reply, html, refused ? fileErrorStatus(refused) : errors.length > 0 ? 422 : 200);
}

function columnsPage(
  app: App,
  request: FastifyRequest,
  reply: FastifyReply,
  table: OpenImport,
  values: Form,
  errors: readonly FormError[],
) {
  const { kind, plan } = table;
  const html = renderTableColumns(pageContext(app, request, reply), {
    table: tableView(table),
    columns: plan.header.map((name, i) => ({ name, examples: (plan.examples[i] ?? []).slice(0, 3) })),
    fields: fieldsOfTable(kind),
    tests: testsToName(plan, values),
    testFields: testFields.map(({ id }) => id),
    fixed: MOST_FIXED,
    values,
    errors,
  });
  return sendPage(reply, html, errors.length > 0 ? 422 : 200);
}

async function importPage(app: App, request: FastifyRequest<Shown>, reply: FastifyReply, table: OpenImport) {
  const rejected = request.query.show === 'rejected';
  const from = placeOf(request.query.from);
  const { rows, next } = await rowsShown(partsOf(app), table, { from, rejected });
  const html = renderTableImport(pageContext(app, request, reply), {
    table: tableView(table),
    rows: rows.map((row) => rowView(table, row, languageOf(request))),
    rejected,
    next,
    first: from === 0,
  });
  return sendPage(reply, html);
}

// Rows of which it is known what became of them: fifty or, with those of one batch, some more.
async function rowsShown(parts: Importing, { id }: OpenImport, asked: { from: number; rejected: boolean }) {
  const rows: ToldRow[] = [];
  for (const batch of await rowsOfImport(parts, id, { ...asked, most: asked.rejected ? BATCH + 1 : 2 })) {
    if (rows.length >= BATCH) return { rows, next: batch.place };
    rows.push(...batch.rows.filter(({ outcome }) => outcome && (!asked.rejected || outcome.outcome === 'rejected')));
  }
  return { rows, next: null };
}

function placeOf(text = '0'): number {
  if (!/^\d{1,6}$/.test(text)) throw new AppError('not-found', 'There is no such page.');
  return Number(text);
}

async function* rejectedFile(parts: Importing, table: OpenImport, request: FastifyRequest): AsyncGenerator<string> {
  const { header, separator } = table.plan;
  yield writeTable([rejectedHeader(header)], separator);
  for (let from = 0; ; ) {
    const batches = await rowsOfImport(parts, table.id, { from, most: REJECTS_AT_ONCE, rejected: true });
    for (const row of batches.flatMap(({ rows }) => rows)) {
      const reasons = problemsOfRow(table, row, languageOf(request));
      if (reasons.length > 0) yield writeRow(rejectedRow(header, row, reasons.join(' ')), separator);
    }
    const last = batches.at(-1);
    if (!last) return;
    from = last.place + 1;
  }
}

function partsOf({ db, ledger, secret }: App): Importing {
  return { db, ledger, key: tableKey(secret) };
}

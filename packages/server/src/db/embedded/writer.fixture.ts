/** For tests, run by itself: starts PostgreSQL and writes rows until it is killed, saying each one that is committed. */
import pg from 'pg';
import { startEmbedded } from './start.ts';

const embedded = await startEmbedded({ dataDirectory: process.argv[2] ?? '.', log: () => undefined });
const client = new pg.Client(embedded.connection);
client.on('error', () => process.exit(1));
await client.connect();
await client.query('CREATE TABLE IF NOT EXISTS written (n int PRIMARY KEY)');
process.stdout.write(`${embedded.pid()}\n`);
const { rows } = await client.query('SELECT coalesce(max(n), 0)::int AS last FROM written');
for (let n = Number(rows[0].last) + 1; ; n++) {
  await client.query('INSERT INTO written VALUES ($1)', [n]);
  process.stdout.write(`${n}\n`);
}

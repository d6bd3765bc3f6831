/** `npm run check`: everything of `npm test` that runs no test. */
import { bootstrap } from './bootstrap.mjs';
import { runChecks } from './checks.mjs';

/** @returns {Promise<number>} */
export async function main() {
  await bootstrap();
  const checks = await runChecks();
  return checks.every(({ problems }) => problems === '') ? 0 : 1;
}

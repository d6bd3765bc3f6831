/** For tests, run by itself: tries to take a data directory and says how that went; keeps it until it is killed. */
import { takeLock } from './lock.ts';

const [directory = '.', startAt = '0'] = process.argv.slice(2);
while (Date.now() < Number(startAt)); // all of them at once
try {
  await takeLock(directory);
  process.stdout.write('taken\n');
  setInterval(() => undefined, 60_000);
} catch (error) {
  process.stdout.write(`${(error as Error).message}\n`);
}

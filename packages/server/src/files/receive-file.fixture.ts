// Takes a file from standard input into the folder that the argument names, and says how that ended. A test starts it where
// there is no room.

import { randomBytes } from 'node:crypto';
import { FileError } from './file-error.ts';
import { receiveFile } from './receive-file.ts';

const files = { incoming: process.argv[2] ?? '', limit: 500 * 1024 * 1024 };
const answer = await receiveFile(files, { random: (length) => randomBytes(length) }, process.stdin).then(
  ({ length }) => `received ${length}`,
  (error: unknown) => (error instanceof FileError ? error.code : String(error)),
);
process.stdout.write(`${answer} ${Math.round(process.resourceUsage().maxRSS / 1024)}`);

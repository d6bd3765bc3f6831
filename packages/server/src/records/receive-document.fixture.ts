// Takes a document from standard input, its files into the folder that the argument names, makes base64 of what they are
// there, and says how much that was and how much memory all of it took, in MB. A test starts it.

import { randomBytes } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { toBase64 } from '../files/base64-stream.ts';
import { receiveDocument } from './receive-document.ts';

const parts = {
  ledger: { random: (length: number) => randomBytes(length) },
  files: { incoming: process.argv[2] ?? '', limit: 500 * 1024 * 1024 },
};
const length = await receiveDocument(parts, { pieces: process.stdin, limit: 1024 * 1024 }, async ({ files }) => {
  let sent = 0;
  for (const { file } of files) for await (const piece of toBase64(createReadStream(file.path))) sent += piece.length;
  return sent;
});
process.stdout.write(`${length} ${Math.round(process.resourceUsage().maxRSS / 1024)}`);

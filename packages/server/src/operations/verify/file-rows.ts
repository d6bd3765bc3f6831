// The rows of files, held against the records that name them: whoever reads a record reads its files.

import { attachedFiles, type JsonObject, parseJson } from '@patrec/fhir';
import { mismatch, type Problem } from './problem.ts';
import type { ProvedBlock, Tally } from './tally.ts';

/** Holds the file rows of a block against its contents. That no file is missing the block's own proof says. */
export function checkFileRows({ name, counts }: Tally, { contents, files }: ProvedBlock): Problem[] {
  counts.files += files.length;
  if (files.length === 0) return [];
  const named = new Set(
    contents.flatMap(({ record, bytes }) =>
      attachedFiles(parseJson(bytes) as JsonObject).map((id) => `${record}/${id}`),
    ),
  );
  return files
    .filter(({ record, id }) => !named.has(`${record}/${id}`))
    .map(({ record }) => mismatch(`${name}-REC${record}`, 'It has a file that its content does not name.'));
}

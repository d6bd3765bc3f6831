/** Why the embedded PostgreSQL cannot start, as one line for the person at the terminal. */

/** Start-up prints the message and exits with 1; nothing that exists was removed. */
export class StartError extends Error {
  override readonly name = 'StartError';
}

// ENOENT is what Node answers to a recursive mkdir on a read-only file system.
const unwritable = new Set(['EACCES', 'EPERM', 'EROFS', 'ENOENT']);
const misplaced = new Set(['ENOTDIR', 'EEXIST', 'EISDIR']);
const full = new Set(['ENOSPC', 'EDQUOT']);

/** The StartError that says what a failed file operation below `directory` means; other errors come back as they are. */
export function explainFileError(error: unknown, directory: string): unknown {
  const code = (error as NodeJS.ErrnoException).code ?? '';
  if (full.has(code)) return diskFull(directory);
  if (misplaced.has(code)) {
    return new StartError(`${directory} is not a directory. Set PATREC_DATA to a directory or to a path that is free.`);
  }
  if (unwritable.has(code)) {
    return new StartError(
      `Patrec cannot write to ${directory} (${code}). Make it writable or set PATREC_DATA to another.`,
    );
  }
  return error;
}

/** The StartError of what PostgreSQL's programs said before they gave up, with the last of it when it is nothing known. */
export function explainOutput(output: string, directory: string): StartError {
  if (/No space left on device|Disk quota exceeded/.test(output)) return diskFull(directory);
  const said = output.match(/(?:FATAL|PANIC|error):\s+(.*)/g)?.at(-1) ?? output.trim().split('\n').at(-1);
  return new StartError(`PostgreSQL did not start in ${directory}: ${said || 'it said nothing'}`);
}

function diskFull(directory: string): StartError {
  return new StartError(
    `The disk that holds ${directory} is full. Free some space and start again; no data were removed.`,
  );
}

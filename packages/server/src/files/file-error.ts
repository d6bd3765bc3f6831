// What can be wrong with a file that somebody sends. The sentences are in the catalogues of the pages, keyed by code.

export type FileErrorCode =
  | 'file-type'
  | 'file-empty'
  | 'file-too-large'
  | 'file-cut-off'
  | 'file-no-room'
  | 'file-too-many'
  | 'file-gone';

/** A file that is refused, and why; `params` is what the sentence needs. Nothing of it was kept. */
export class FileError extends Error {
  readonly code: FileErrorCode;
  readonly params: Readonly<Record<string, string>>;

  constructor(code: FileErrorCode, params: Readonly<Record<string, string>> = {}, options?: ErrorOptions) {
    super(`The file is refused: ${code}.`, options);
    this.name = 'FileError';
    this.code = code;
    this.params = params;
  }
}

/** The refusal of a file of more than that many bytes, with the limit in words. */
export function tooLarge(limit: number): FileError {
  return new FileError('file-too-large', { max: String(Math.floor(limit / (1024 * 1024))) });
}

// Where sealed files are kept: by name, which is the SHA-256 of the sealed bytes, so that a name says nothing of what is in
// the file and anybody can check a stored object without a key.

/** Objects are written once and whole, never changed. Names are 64 lower-case hexadecimal digits. */
export interface FileStore {
  /** Keeps the file of that path under the name; on return it is durable, and the path is the store's. */
  readonly put: (name: string, path: string) => Promise<void>;
  /** The bytes `start` to `end` (outside). Throws MissingObject. */
  readonly read: (name: string, start: number, end: number) => Promise<AsyncIterable<Uint8Array>>;
  /** The size in bytes; undefined where there is no such object. */
  readonly stat: (name: string) => Promise<number | undefined>;
  /** Removes an object; one that is not there is no error. */
  readonly remove: (name: string) => Promise<void>;
  /** All names, in any order. */
  readonly list: () => AsyncIterable<string>;
}

/** Thrown where an object is not there. */
export class MissingObject extends Error {
  constructor() {
    super('The stored bytes are gone.');
    this.name = 'MissingObject';
  }
}

/** True for the name of an object. */
export function isObjectName(text: string): boolean {
  return /^[0-9a-f]{64}$/.test(text);
}

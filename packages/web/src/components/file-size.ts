// How large a file is, in words.

const KILOBYTE = 1024;

/** How many bytes files have in a document, as base64; what is around them is little. */
export function sizeInDocument(files: readonly { readonly size: number }[]): number {
  return files.reduce((total, { size }) => total + Math.ceil(size / 3) * 4, 0);
}

/** `840 KB` or `12.4 MB`. */
export function fileSize(bytes: number): string {
  const kilobytes = bytes / KILOBYTE;
  if (kilobytes < KILOBYTE) return `${Math.max(1, Math.round(kilobytes))} KB`;
  return `${(kilobytes / KILOBYTE).toFixed(1)} MB`;
}

// What a PDF says, page by page, read by another program than the one that wrote it.

import { extractText, getDocumentProxy } from 'unpdf';

/** The text of each page, spaces made one. */
export async function pdfPages(bytes: Uint8Array): Promise<string[]> {
  const { text } = await extractText(await getDocumentProxy(new Uint8Array(bytes)), { mergePages: false });
  return text.map((page) => page.replaceAll(/\s+/g, ' '));
}

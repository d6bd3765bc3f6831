// The document's head as text: the style sheet must stand in it byte for byte, because the Content-Security-Policy names
// its hash.
import addresses from 'virtual:island-addresses';
import { styleSheet } from './style-sheet.ts';

export type Island =
  | 'chart'
  | 'live'
  | 'passkey'
  | 'receipt'
  | 'record-form'
  | 'session'
  | 'sign'
  | 'upload'
  | 'verify';

const icon =
  "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 32 32'%3E%3Crect width='32' height='32' rx='8' fill='%230b5f66'/%3E%3Cpath d='M9 17l5 5 9-12' fill='none' stroke='%23fff' stroke-width='3.5' stroke-linecap='round' stroke-linejoin='round'/%3E%3C/svg%3E";

/** `<head>` with the title, the style sheet and the scripts of the islands that the page needs. */
export function renderHead(title: string, islands: readonly Island[]): string {
  const scripts = ['app', ...islands].map((name) => `<script type="module" src="${addresses[name]}"></script>`);
  return [
    '<head><meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width,initial-scale=1">',
    `<title>${escapeText(title)} · Patrec</title>`,
    '<meta name="color-scheme" content="light dark">',
    `<link rel="icon" href="${icon}">`,
    `<style>${styleSheet}</style>`,
    ...scripts,
    '</head>',
  ].join('');
}

/** The text as it stands in HTML. */
export function escapeText(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;');
}

// What pages offer to send: their forms with all fields, and the names in the queries of their links.

import type { Browser } from './test-server.ts';

export interface PageForm {
  readonly action: string;
  readonly method: 'get' | 'post';
  /** Field names with what stands in them. */
  readonly fields: Readonly<Record<string, string>>;
}

/** Everything that a person meets who follows every link from `starts`: each page once, whatever its query. */
export async function crawl(browser: Browser, starts: readonly string[], most = 150) {
  const forms = new Map<string, PageForm>();
  const queryNames = new Set<string>();
  const waiting = [...starts];
  const seen = new Set<string>();
  while (waiting.length > 0 && seen.size < most) {
    const url = waiting.shift() ?? '/';
    const [path = ''] = url.split('?');
    if (seen.has(path) || !path.startsWith('/') || /^\/(assets|events|copy\/download)/.test(path)) continue;
    seen.add(path);
    const { body, headers } = await browser.get(url);
    if (typeof headers.location === 'string') waiting.push(headers.location);
    if (!String(headers['content-type']).startsWith('text/html')) continue;
    for (const form of formsOf(body)) forms.set(`${form.method} ${form.action}`, form);
    for (const link of linksOf(body)) {
      waiting.push(link);
      for (const name of new URL(link, 'http://x').searchParams.keys()) queryNames.add(name);
    }
  }
  return { forms: [...forms.values()], queryNames: [...queryNames], pages: [...seen] };
}

function formsOf(html: string): PageForm[] {
  return [...html.matchAll(/<form\b([^>]*)>(.*?)<\/form>/gs)].map(([, attributes = '', content = '']) => ({
    action: attribute(attributes, 'action') ?? '/',
    method: attribute(attributes, 'method')?.toLowerCase() === 'post' ? 'post' : 'get',
    fields: Object.fromEntries(
      [...content.matchAll(/<(?:input|select|textarea|button)\b([^>]*)>/g)].flatMap(([, field = '']) => {
        const name = attribute(field, 'name');
        return name === undefined || name === '_csrf' ? [] : [[name, attribute(field, 'value') ?? '']];
      }),
    ),
  }));
}

function linksOf(html: string): string[] {
  return [...html.matchAll(/<a\b([^>]*)>/g)].flatMap(([, attributes = '']) => attribute(attributes, 'href') ?? []);
}

function attribute(attributes: string, name: string): string | undefined {
  return new RegExp(`\\s${name}="([^"]*)"`).exec(attributes)?.[1]?.replaceAll('&amp;', '&').replaceAll('&quot;', '"');
}

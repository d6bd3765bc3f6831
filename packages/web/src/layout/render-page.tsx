// A whole document: head, style, header, navigation, content, scripts.
import type { ComponentChildren } from 'preact';
import { renderToString } from 'preact-render-to-string';
import type { PageContext } from '../page-context.ts';
import { inRecordOf } from '../paths.ts';
import { Frame } from './frame.tsx';
import { type Island, renderHead } from './head.ts';
import { openPage, type Page, PageProvider } from './page.tsx';
import { sessionData } from './session-end.tsx';

export interface PageParts {
  title: (page: Page) => string;
  content: ComponentChildren;
  /** Over the whole width above the content, such as the patient's banner. */
  banner?: ComponentChildren;
  islands?: readonly Island[];
  /** `narrow` for forms and reading, `wide` for tables and charts. */
  width?: 'narrow' | 'wide';
}

/** The HTML document of a page, from `<!doctype html>` to the end. */
export function renderPage(context: PageContext, parts: PageParts): string {
  return inRecordOf(context.inPlaceOf?.number ?? null, () => renderDocument(context, parts));
}

function renderDocument(context: PageContext, parts: PageParts): string {
  const page = openPage(context);
  const everywhere: Island[] = page.user !== null && page.session !== undefined ? ['session'] : [];
  const head = renderHead(parts.title(page), [...everywhere, ...(parts.islands ?? [])]);
  const body = renderToString(
    <PageProvider value={page}>
      <body class={audience(page)} {...sessionData(page)}>
        <Frame banner={parts.banner} width={parts.width ?? 'narrow'}>
          {parts.content}
        </Frame>
      </body>
    </PageProvider>,
  );
  return `<!doctype html><html lang="${page.lang}" data-theme="${page.theme}">${head}${body}</html>`;
}

/** Roomy for patients, dense for those who work here, plain for those who have not signed in. */
function audience(page: Page): string {
  if (page.user === null) return 'plain';
  return page.user.role === 'patient' ? 'patient' : 'clinic';
}

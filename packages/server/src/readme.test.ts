// What the documents say, held against the code: the settings, and every link and path that they name.

import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { settings } from './config.ts';

const ROOT = join(import.meta.dirname, '..', '..', '..');
const documents = globSync('**/*.md', {
  cwd: ROOT,
  exclude: (path) => /(^|\/)(node_modules|dist|data|coverage|\.git)$/.test(path),
});

function read(document: string): string {
  return readFileSync(join(ROOT, document), 'utf8');
}

function withoutCode(text: string): string {
  return text.replace(/^```[\s\S]*?^```$/gm, '');
}

/** A heading's anchor, as GitHub makes it. */
function anchorOf(heading: string): string {
  const words = heading.toLowerCase().replace(/[^\p{L}\p{N}\s_-]/gu, '');
  return words.trim().replaceAll(' ', '-');
}

function anchorsOf(document: string): string[] {
  return [...withoutCode(read(document)).matchAll(/^#{1,6} (.+)$/gm)].map(([, heading = '']) => anchorOf(heading));
}

function linksOf(document: string): string[] {
  const text = withoutCode(read(document)).replace(/`[^`\n]*`/g, '');
  return [...text.matchAll(/\]\(([^)\s]+)\)/g)].map(([, link = '']) => link).filter((link) => !/^[a-z]+:/.test(link));
}

function leadsSomewhere(document: string, link: string): boolean {
  const [path = '', anchor] = link.split('#');
  const target = path === '' ? document : join(dirname(document), decodeURI(path));
  if (!existsSync(join(ROOT, target))) return false;
  return anchor === undefined || (target.endsWith('.md') && anchorsOf(target).includes(anchor));
}

/** Paths in code spans, such as `packages/web/dist`; one with a star or a place to fill in names its folder. */
function pathsNamedIn(document: string): string[] {
  const spans = [...read(document).matchAll(/`((?:packages|scripts|docs|bench)\/[^`\s]*)`/g)];
  return spans.map(([, path = '']) => path.replace(/[^/]*[*<…].*$|NNN.*$/, ''));
}

describe('README.md', () => {
  it('has every setting with its default and what it is, in the order of the code', () => {
    const section = /^## Settings$([\s\S]*?)^## /m.exec(read('README.md'))?.[1] ?? '';
    const rows = [...section.matchAll(/^\| `(\w+)` \|(.*)\|(.*)\|$/gm)].map(([, name, value = '', what = '']) => ({
      name,
      default: value.trim(),
      description: what.trim(),
    }));
    expect(rows).toEqual(settings);
  });
});

describe('every document', () => {
  it('is found', () => {
    expect(documents).toEqual(expect.arrayContaining(['README.md', 'ARCHITECTURE.md', 'packages/ledger/README.md']));
    expect(documents.flatMap(linksOf).length).toBeGreaterThan(100);
  });

  it.each(documents)('%s: its links lead somewhere', (document) => {
    expect(linksOf(document).filter((link) => !leadsSomewhere(document, link))).toEqual([]);
  });

  it.each(documents)('%s: the paths it names are there', (document) => {
    expect(pathsNamedIn(document).filter((path) => !existsSync(join(ROOT, path)))).toEqual([]);
  });
});

// Three builds: `vite build --mode client` makes the islands with hashed names and a manifest; `--mode receipt` the island that
// checks receipts, which is one file with its worker in it; `--mode server` the page functions, which read both manifests and
// carry the style sheet, and the receipts' island for the page that is saved.
import { readFileSync } from 'node:fs';
import { type BuildEnvironmentOptions, defineConfig, type Plugin, type UserConfig } from 'vite';

const islands = ['app', 'chart', 'live', 'passkey', 'record-form', 'session', 'sign', 'upload', 'verify'];
const dist = `${import.meta.dirname}/dist/client`;

const scripts = (names: readonly string[], manifest: string): BuildEnvironmentOptions => ({
  outDir: 'dist/client',
  manifest,
  modulePreload: { polyfill: false },
  target: 'es2022',
  rolldownOptions: {
    input: Object.fromEntries(names.map((name) => [name, `src/islands/${name}.ts`])),
  },
});

const client: UserConfig = { build: scripts(islands, 'manifest.json'), worker: { format: 'es' } };

const receipt: UserConfig = {
  build: { ...scripts(['receipt'], 'receipt.json'), emptyOutDir: false },
  worker: { format: 'iife' }, // on a page of file:, a module cannot be had from a blob
};

const server: UserConfig = {
  plugins: [provided('virtual:island-addresses', readAddresses), provided('virtual:receipt-script', readReceiptScript)],
  build: {
    outDir: 'dist/server',
    ssr: 'src/index.ts',
    target: 'es2024',
    cssMinify: 'lightningcss',
    minify: false,
  },
  ssr: { noExternal: true },
};

const modes: Readonly<Record<string, UserConfig>> = { client, receipt, server };

export default defineConfig(({ mode }) => ({
  root: import.meta.dirname,
  publicDir: false,
  ...modes[mode],
}));

/** A module of that name whose only export is what `value` gives. */
function provided(id: string, value: () => unknown): Plugin {
  return {
    name: `patrec-${id}`,
    resolveId: (source) => (source === id ? `\0${id}` : undefined),
    load: (loaded) => (loaded === `\0${id}` ? `export default ${JSON.stringify(value())};` : undefined),
  };
}

/** Island name to the address of its built file. */
function readAddresses(): Record<string, string> {
  const files = [...islands.map((name) => [name, fileOf(name, 'manifest.json')]), ['receipt', receiptFile()]];
  return Object.fromEntries(files.map(([name, file]) => [name, `/${file}`]));
}

/** What stands between two script tags: it must not hold the end of one, nor need another file. */
function readReceiptScript(): string {
  const script = readFileSync(`${dist}/${receiptFile()}`, 'utf8').trim();
  if (/<\/script|<!--/i.test(script) || /^import\b/m.test(script))
    throw new Error('The script cannot stand in a page.');
  return script;
}

function receiptFile(): string {
  return fileOf('receipt', 'receipt.json');
}

function fileOf(island: string, manifest: string): string {
  const chunks = JSON.parse(readFileSync(`${dist}/${manifest}`, 'utf8')) as Record<string, { file: string }>;
  return chunks[`src/islands/${island}.ts`]?.file ?? '';
}

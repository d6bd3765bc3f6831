/** Finds imports that go in a circle, those of types included. */

/**
 * The circles, a line each: one for every import that closes one.
 * @param {{ from: string, to: string | undefined }[]} imports
 * @returns {string[]}
 */
export function findCircles(imports) {
  /** @type {Map<string, string[]>} */
  const targets = new Map();
  for (const { from, to } of imports) if (to) targets.set(from, [...(targets.get(from) ?? []), to]);
  /** @type {Set<string>} */
  const done = new Set();
  /** @type {string[]} */
  const circles = [];
  /** @param {string} file @param {string[]} path */
  const follow = (file, path) => {
    const start = path.indexOf(file);
    if (start >= 0) circles.push(`imports go in a circle: ${[...path.slice(start), file].join(' → ')}`);
    if (start >= 0 || done.has(file)) return;
    for (const target of targets.get(file) ?? []) follow(target, [...path, file]);
    done.add(file);
  };
  for (const file of targets.keys()) follow(file, []);
  return circles;
}

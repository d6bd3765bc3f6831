// Runs the command `./<name>.mjs`; apart from run.cjs, because an old Node cannot even parse import().

/** @param {string} name @param {string[]} args */
module.exports = async (name, args) => {
  try {
    const { main } = await import(`./${name}.mjs`);
    process.exitCode = await main(args);
  } catch (error) {
    const { name: kind, message, stack } = /** @type {Error} */ (error);
    process.stderr.write(`${kind === 'ScriptError' ? message : stack}\n`);
    process.exitCode = 1;
  }
};

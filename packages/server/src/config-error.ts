/** The error of a setting that is missing or wrong: start-up prints its message and exits with 1. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  readonly variable: string;

  /** The message is one line: the variable, what is wrong with it, how to mend it. Never its value when that is secret. */
  constructor(variable: string, problem: string) {
    super(`${variable} ${problem}`);
    this.variable = variable;
  }
}

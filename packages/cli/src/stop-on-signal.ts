// Ctrl-C and SIGTERM end an import between two of its units, not within one.

/** A signal that aborts on the first of them; `done` stops listening. */
export function stopOnSignal() {
  const controller = new AbortController();
  const stop = () => controller.abort();
  process.on('SIGINT', stop).on('SIGTERM', stop);
  return { signal: controller.signal, done: () => process.off('SIGINT', stop).off('SIGTERM', stop) };
}

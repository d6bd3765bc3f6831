// Calls that arrive together go out together, as one statement: under load one round trip and one commit serve many
// callers. Nothing is cached.

/** Gives a function that answers each item from `run`, which is given up to `limit` items and answers in their order. */
export function batched<Item, Answer>(
  run: (items: Item[]) => Promise<Answer[]>,
  { limit = 256, lanes = 2 }: { limit?: number; lanes?: number } = {},
): (item: Item) => Promise<Answer> {
  const waiting: { item: Item; resolve: (answer: Answer) => void; reject: (error: unknown) => void }[] = [];
  let busy = 0;
  let isScheduled = false;

  function schedule(): void {
    if (isScheduled || waiting.length === 0 || busy === lanes) return;
    isScheduled = true;
    setImmediate(dispatch);
  }

  function dispatch(): void {
    isScheduled = false;
    while (waiting.length > 0 && busy < lanes) void flush();
  }

  async function flush(): Promise<void> {
    busy += 1;
    const calls = waiting.splice(0, limit);
    try {
      const answers = await run(calls.map(({ item }) => item));
      for (const [i, call] of calls.entries()) call.resolve(answers[i] as Answer);
    } catch (error) {
      for (const call of calls) call.reject(error);
    }
    busy -= 1;
    schedule();
  }

  return (item) =>
    new Promise((resolve, reject) => {
      waiting.push({ item, resolve, reject });
      schedule();
    });
}

// Calls that arrive while an earlier batch is on its way go out together, as one statement: nothing waits when the
// database is idle, and under load one round trip and one commit serve many callers. Nothing is cached.

/** Gives a function that answers each item from `run`, which is given up to `limit` items and answers in their order. */
export function batched<Item, Answer>(
  run: (items: Item[]) => Promise<Answer[]>,
  { limit = 256, lanes = 2 }: { limit?: number; lanes?: number } = {},
): (item: Item) => Promise<Answer> {
  const waiting: { item: Item; resolve: (answer: Answer) => void; reject: (error: unknown) => void }[] = [];
  let busy = 0;

  async function flush(): Promise<void> {
    const calls = waiting.splice(0, limit);
    try {
      const answers = await run(calls.map(({ item }) => item));
      for (const [i, call] of calls.entries()) call.resolve(answers[i] as Answer);
    } catch (error) {
      for (const call of calls) call.reject(error);
    }
  }

  async function lane(): Promise<void> {
    busy += 1;
    while (waiting.length > 0) await flush();
    busy -= 1;
  }

  return (item) =>
    new Promise((resolve, reject) => {
      waiting.push({ item, resolve, reject });
      if (busy < lanes) setImmediate(() => busy < lanes && waiting.length > 0 && void lane());
    });
}

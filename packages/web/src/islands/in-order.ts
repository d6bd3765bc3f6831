const AT_ONCE = 6; // as many as browsers ask one server for

/** Asks for all that is wanted, six at once, and gives the answers in order. Throws what the first that failed threw. */
export async function* inOrder<Wanted, Answer>(
  wanted: Iterable<Wanted>,
  ask: (one: Wanted) => Promise<Answer>,
): AsyncGenerator<Answer> {
  const asked: Promise<Answer>[] = [];
  for (const one of wanted) {
    asked.push(ahead(ask(one)));
    if (asked.length === AT_ONCE) yield* asked.splice(0, 1);
  }
  yield* asked;
}

/** What is asked for while something else is checked. Where it cannot be had, that matters once it is waited for. */
function ahead<T>(asked: Promise<T>): Promise<T> {
  asked.catch(() => undefined);
  return asked;
}

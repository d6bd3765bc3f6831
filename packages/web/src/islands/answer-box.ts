// The parts that answers of checks are made of.

/** A box with its title; the tone says how grave it is. */
export function answerBox(tone: 'ok' | 'critical' | 'high', title: string): HTMLElement {
  const box = document.createElement('div');
  box.className = `answer-box ${tone}`;
  const head = paragraph(title);
  head.className = 'answer-title';
  box.append(head);
  return box;
}

export function paragraph(text: string): HTMLParagraphElement {
  const line = document.createElement('p');
  line.textContent = text;
  return line;
}

/** What is hidden until somebody wants it. */
export function fold(title: string, ...content: readonly Node[]): HTMLDetailsElement {
  const details = document.createElement('details');
  const summary = document.createElement('summary');
  summary.textContent = title;
  details.append(summary, ...content);
  return details;
}

/** A fact: its name, its value, and whether the value is a fingerprint or the like. */
export type Fact = readonly [name: string, value: string, kind?: 'hash'];

export function factList(facts: readonly Fact[]): HTMLElement {
  const list = document.createElement('dl');
  list.className = 'facts';
  list.append(...facts.map(factLine));
  return list;
}

function factLine([name, value, kind]: Fact): HTMLElement {
  const pair = document.createElement('div');
  const term = document.createElement('dt');
  const text = document.createElement('dd');
  term.textContent = name;
  text.textContent = value;
  if (kind !== undefined) text.className = kind;
  pair.append(term, text);
  return pair;
}

/** The words with their `{places}` filled in. */
export function fill(words: string, params: Readonly<Record<string, string | number>>): string {
  return words.replace(/\{(\w+)\}/g, (hole, name: string) => String(params[name] ?? hole));
}

// Narrative.div: the XHTML that FHIR allows (https://hl7.org/fhir/R4/narrative.html#xhtml), and nothing that runs.

const elements = new Set(
  (
    'a abbr acronym b big blockquote br caption cite code col colgroup dd dfn div dl dt em h1 h2 h3 h4 h5 h6 hr i img li ' +
    'ol p pre q samp small span strong sub sup table tbody td tfoot th thead tr tt ul var'
  ).split(' '),
);
const attributes = new Set(
  (
    'abbr accesskey align alt axis bgcolor border cellhalign cellpadding cellspacing cellvalign char charoff charset cite ' +
    'class colspan compact coords dir frame headers height href hreflang hspace id lang longdesc name nowrap rel rev rowspan rules ' +
    'scope shape span src start style summary tabindex title type valign value vspace width xml:lang xmlns'
  ).split(' '),
);
const tagPattern = /<(\/?)([a-zA-Z][\w:-]*)((?:\s+[\w:-]+\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)\s*(\/?)>/y;
const attributePattern = /\s+([\w:-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/gy;
const commentPattern = /<!--(?:(?!--)[\s\S])*-->/y;

/** Why a div is refused, or undefined when it is well formed and has only elements and attributes that FHIR allows. */
export function narrativeProblem(div: string): string | undefined {
  const text = div.trim();
  if (!/^<div\s[^>]*xmlns=["']http:\/\/www\.w3\.org\/1999\/xhtml["']/.test(text)) return 'it is not a div of XHTML';
  const open: string[] = [];
  for (let at = 0; at < text.length; ) {
    const [token, problem] = text[at] === '<' ? readTag(text, at, open) : readText(text, at, open);
    if (problem) return problem;
    at += token.length;
  }
  return open.length > 0 ? `<${open.at(-1)}> is not closed` : undefined;
}

function readTag(text: string, at: number, open: string[]): [string, string | undefined] {
  const comment = matchAt(commentPattern, text, at);
  if (comment) return [comment[0], undefined];
  const tag = matchAt(tagPattern, text, at);
  return tag ? [tag[0], tagProblem(tag, open)] : ['', 'a tag is not well formed'];
}

function readText(text: string, at: number, open: readonly string[]): [string, string | undefined] {
  const next = text.indexOf('<', at);
  return [
    text.slice(at, next === -1 ? text.length : next),
    open.length === 0 ? 'there is text outside the div' : undefined,
  ];
}

function matchAt(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
}

function tagProblem(tag: RegExpExecArray, open: string[]): string | undefined {
  const { 1: closing, 2: name = '', 3: rest = '', 4: selfClosing } = tag;
  if (open.length === 0 && tag.index > 0) return 'there is more than the div';
  if (!elements.has(name)) return `<${name}> is not allowed`;
  if (closing) return open.pop() === name ? undefined : `</${name}> closes nothing`;
  if (!selfClosing) open.push(name);
  for (const [, attribute = '', double, single] of rest.matchAll(attributePattern)) {
    if (!attributes.has(attribute)) return `the attribute ${attribute} is not allowed`;
    if ((attribute === 'href' || attribute === 'src') && !isSafeAddress(double ?? single ?? ''))
      return `${attribute} may not say that`;
  }
  return undefined;
}

function isSafeAddress(address: string): boolean {
  return (
    /^(?:https?:|mailto:|tel:|urn:|#|[\w./?-]+$)/i.test(address.trim()) ||
    /^data:image\/(?:png|jpeg|gif);base64,/.test(address)
  );
}

// Makes one element like another and keeps what it can: elements stay the same ones, so focus, typed values and an open
// menu stay too. Items are known by `data-key`, others by their place and tag.

/** What a script or a person did to an element, and no new page takes back. */
const OWN = ['data-sending', 'aria-disabled', 'open'];

/** Changes `old` in place until it looks like `next`. */
export function morph(old: Element, next: Element): void {
  syncAttributes(old, next);
  const kept = new Map([...old.children].map((child) => [keyOf(child), child]));
  let place = old.firstChild;
  for (const wanted of [...next.childNodes]) {
    const found = wanted instanceof Element ? matching(kept, place, wanted) : textAt(place);
    if (found === null) {
      old.insertBefore(wanted, place);
      continue;
    }
    if (found === place) place = place.nextSibling;
    else old.insertBefore(found, place);
    if (found instanceof Element && wanted instanceof Element) morph(found, wanted);
    else if (found.nodeValue !== wanted.nodeValue) found.nodeValue = wanted.nodeValue;
  }
  while (place !== null) {
    const rest: ChildNode | null = place.nextSibling;
    place.remove();
    place = rest;
  }
}

function matching(kept: Map<string | null, Element>, place: ChildNode | null, wanted: Element): Element | null {
  const key = keyOf(wanted);
  if (key !== null) return kept.get(key) ?? null;
  const same = place instanceof Element && keyOf(place) === null && place.tagName === wanted.tagName;
  return same ? place : null;
}

function textAt(place: ChildNode | null): ChildNode | null {
  return place !== null && !(place instanceof Element) ? place : null;
}

function keyOf(element: Element): string | null {
  return element.getAttribute('data-key');
}

function syncAttributes(old: Element, next: Element): void {
  for (const { name } of [...old.attributes])
    if (!next.hasAttribute(name) && !OWN.includes(name)) old.removeAttribute(name);
  for (const { name, value } of next.attributes)
    if (!OWN.includes(name) && old.getAttribute(name) !== value) old.setAttribute(name, value);
}

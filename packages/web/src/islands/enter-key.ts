// Enter goes to the next value instead of sending half a form; Ctrl+Enter sends.

/** Makes Enter move on in a form: past units and methods, which keep their choice, to the next value. */
export function enterGoesOn(form: HTMLFormElement): void {
  form.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' || event.isComposing) return;
    const control = event.target;
    if (control instanceof HTMLTextAreaElement && !event.ctrlKey) return;
    if (control instanceof HTMLButtonElement || !(control instanceof HTMLElement)) return;
    event.preventDefault();
    if (event.ctrlKey || event.metaKey) form.requestSubmit();
    else nextValue(form, control)?.focus();
  });
}

function nextValue(form: HTMLFormElement, from: Element): HTMLElement | undefined {
  const values = [...form.querySelectorAll<HTMLInputElement>('input, select, textarea, button[type="submit"]')].filter(
    (control) => control.type !== 'hidden' && !/\.(unit|method)$/.test(control.name),
  );
  return values.find((control) => (from.compareDocumentPosition(control) & Node.DOCUMENT_POSITION_FOLLOWING) !== 0);
}

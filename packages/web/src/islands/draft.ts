// What was typed into a form and not sent yet, kept in the browser's session: it survives a reload and an automatic
// sign-off, not the closing of the tab.

const prefix = 'patrec-draft:';
/** Inputs that belong to the page, not to the person. */
const unkept = new Set(['_csrf', 'nonce']);

/** Keeps the fields of a form under a name. */
export function keepDraft(storage: Storage, name: string, form: FormData): void {
  const typed = [...form].filter(([field, value]) => !unkept.has(field) && typeof value === 'string' && value !== '');
  storage.setItem(`${prefix}${name}`, JSON.stringify(Object.fromEntries(typed)));
}

/** The kept fields, or null. */
export function readDraft(storage: Storage, name: string): Record<string, string> | null {
  const text = storage.getItem(`${prefix}${name}`);
  return text === null ? null : (JSON.parse(text) as Record<string, string>);
}

/** Forgets every draft. */
export function forgetDrafts(storage: Storage): void {
  for (const key of Object.keys(storage)) if (key.startsWith(prefix)) storage.removeItem(key);
}

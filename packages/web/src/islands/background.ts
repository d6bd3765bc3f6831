// What a page asks by itself says so: it keeps no session alive, and is no view of anybody's.

/** Asks with that header. `what` is for whom it is; throws where nobody answers. */
export function askInBackground(address: string, what: string, init: RequestInit = {}): Promise<Response> {
  return fetch(address, { ...init, headers: { ...init.headers, 'x-patrec-background': what } });
}

// Signing in as a browser does: a page gives the form's token, the form gives the session, the next page its own token.

/** A signed-in person. `cookie` is the whole header, `csrf` the token that every form of theirs sends back. */
export interface Session {
  readonly login: string;
  readonly cookie: string;
  readonly csrf: string;
}

export const PASSWORD = 'password'; // of the demonstration

/** Signs in to the server on that port. Throws where it refuses. */
export async function signIn(port: number, login: string): Promise<Session> {
  const site = `http://127.0.0.1:${port}`;
  const stranger = await openPage(`${site}/sign-in`, '');
  const answer = await fetch(`${site}/sign-in`, {
    method: 'POST',
    redirect: 'manual',
    headers: { cookie: stranger.cookie },
    body: new URLSearchParams({ _csrf: stranger.csrf, login, password: PASSWORD, returnTo: '/' }),
  });
  if (answer.status !== 303) throw new Error(`${login} could not sign in: ${answer.status}.`);
  return { login, ...(await openPage(`${site}/`, [stranger.cookie, ...cookiesOf(answer)].join('; '))) };
}

async function openPage(address: string, cookie: string): Promise<{ cookie: string; csrf: string }> {
  const page = await fetch(address, { headers: { accept: 'text/html', cookie } });
  const csrf = /name="_csrf" value="([^"]+)"/.exec(await page.text())?.[1];
  if (csrf === undefined) throw new Error(`${address} has no form.`);
  return { cookie: [cookie, ...cookiesOf(page)].filter(Boolean).join('; '), csrf };
}

function cookiesOf({ headers }: Response): string[] {
  return headers.getSetCookie().map((cookie) => cookie.split(';')[0] ?? '');
}

// A browser's cookies and form tokens over real sockets.

import { laboratoryForm } from './forms.ts';

export interface HttpClient {
  readonly get: (path: string) => Promise<Response>;
  readonly post: (path: string, form: Record<string, string>) => Promise<Response>;
  /** What requests that are written by hand carry. */
  readonly cookie: () => string;
  readonly token: () => string;
  /** Posts a laboratory record; gives its address, or undefined where it was not acknowledged. */
  readonly writeLaboratory: (patient: string, values: Record<string, string>) => Promise<string | undefined>;
}

/** Signs in over HTTP. */
export async function signInOver(url: string, login: string, password = 'password'): Promise<HttpClient> {
  const cookies = new Map<string, string>();
  let token = '';

  const cookie = () => [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  const send = async (path: string, init: RequestInit = {}) => {
    const headers = { accept: 'text/html', cookie: cookie(), ...(init.headers as Record<string, string>) };
    const response = await fetch(url + path, {
      ...init,
      headers,
      redirect: 'manual',
      signal: AbortSignal.timeout(20_000),
    });
    for (const line of response.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (name !== undefined && value !== undefined) cookies.set(name, value);
    }
    return response;
  };
  const get = (path: string) => send(path);
  const post = (path: string, form: Record<string, string>) =>
    send(path, { method: 'POST', body: new URLSearchParams({ _csrf: token, ...form }) });
  const renew = async (path: string) => {
    token = /name="_csrf" value="([^"]+)"/.exec(await (await get(path)).text())?.[1] ?? '';
  };

  await renew('/sign-in');
  const answer = await post('/sign-in', { login, password, returnTo: '/about' });
  if (answer.status !== 303) throw new Error(`Sign-in of ${login} answered ${answer.status}.`);
  await renew('/about');
  const writeLaboratory = async (patient: string, values: Record<string, string>) => {
    const answered = await post(`/patients/${patient}/records/laboratory`, laboratoryForm(values)).catch(
      () => undefined,
    );
    const address = answered?.status === 303 ? answered.headers.get('location') : null;
    await answered?.arrayBuffer().catch(() => undefined);
    return address?.split('?')[0];
  };
  return { get, post, cookie, token: () => token, writeLaboratory };
}

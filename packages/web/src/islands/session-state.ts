// When the session ends, as the server says it; all tabs of the browser hear what one of them is told.
import { askInBackground } from './background.ts';

/** Milliseconds that are left; null where the session is over. */
export type Left = number | null;

interface SessionAnswer {
  readonly endsAt: string;
  readonly now: string;
  readonly account: string;
}

type Message = { readonly left: number } | { readonly over: 'signed-out' | 'ended' };

const channel = new BroadcastChannel('patrec-session');

/** Asks the server. With `stay` it is the person who asks, and the session lasts on; throws where nobody answers. */
export async function askSession(account: string | undefined, stay: boolean): Promise<Left> {
  const how = { headers: { accept: 'application/json' } };
  const answer = await (stay ? fetch('/session', how) : askInBackground('/session', 'session', how));
  if (answer.status === 401) return null;
  if (!answer.ok) throw new Error(`The session cannot be asked for: ${answer.status}`);
  const { endsAt, now, account: signedIn } = (await answer.json()) as SessionAnswer;
  return signedIn === account ? Date.parse(endsAt) - Date.parse(now) : null;
}

/** Tells the other tabs. */
export function tellTabs(message: Message): void {
  channel.postMessage(message);
}

/** Hears the other tabs. */
export function hearTabs(listener: (message: Message) => void): void {
  channel.addEventListener('message', ({ data }) => listener(data as Message));
}

// A worker that helps the one that checks a whole chain: it fetches the pages that it is asked for, and checks their blocks.
import { fetchPage } from './fetch-evidence.ts';
import type { PageAnswer } from './page-helpers.ts';

addEventListener('message', ({ data: address, ports: [port] }: MessageEvent<string>) => {
  const answer = (message: PageAnswer) => port?.postMessage(message);
  fetchPage(address, 'chain').then(
    (page) => answer({ page }),
    (error: unknown) => answer({ error: String(error) }),
  );
});

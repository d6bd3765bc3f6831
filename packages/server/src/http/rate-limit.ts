// Limits: of forms that anybody may use by address, of looking people up by account. @fastify/rate-limit counts them in
// PostgreSQL, for all processes together.

import rateLimit from '@fastify/rate-limit';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { networkOf } from '../identity/network.ts';
import { countRequest } from '../identity/request-rate.ts';
import type { App } from './app.ts';
import { actorOf } from './route-access.ts';

type Store = rateLimit.FastifyRateLimitStore;

// How much is left is nobody's business; whoever is over is told when to come again.
const UNTOLD = {
  addHeaders: { 'x-ratelimit-limit': false, 'x-ratelimit-remaining': false, 'x-ratelimit-reset': false },
  addHeadersOnExceeding: { 'x-ratelimit-limit': false, 'x-ratelimit-remaining': false, 'x-ratelimit-reset': false },
} as const;

/** Registers the plugin; a route that has a limit says so in its `config.rateLimit`. */
export async function limitRates(server: FastifyInstance, app: App): Promise<void> {
  const keyGenerator = ({ ip }: FastifyRequest) => networkOf(ip);
  await server.register(rateLimit, { global: false, store: storeOf(app), keyGenerator, ...UNTOLD });
}

/** The limit of what somebody who is signed in does, wherever they are. */
export function byAccount(max: number, timeWindow: string) {
  const keyGenerator = (request: FastifyRequest) => actorOf(request).account;
  return { max, timeWindow, hook: 'preHandler', keyGenerator } as const;
}

/** The limit of pages of care workers that say whose a number is. */
export const LOOK_UP_LIMIT = byAccount(120, '10 minutes');

function storeOf({ db, ledger, secret }: App): rateLimit.FastifyRateLimitStoreCtor {
  return class RateStore implements Store {
    readonly #route: string;

    constructor(_options: object, route = '') {
      this.#route = route;
    }

    incr(address: string, callback: Parameters<Store['incr']>[1], windowMs: number): void {
      countRequest(db, ledger, { secret, route: this.#route, address, windowMs }).then(
        (count) => callback(null, count),
        (error: Error) => callback(error),
      );
    }

    child({ routeInfo }: Parameters<Store['child']>[0] & { routeInfo?: { method: unknown; url: string } }): Store {
      return new RateStore({}, `${routeInfo?.method} ${routeInfo?.url}`);
    }
  };
}

// The limits of forms that anybody may use: @fastify/rate-limit counts them in PostgreSQL, for all processes together.

import rateLimit from '@fastify/rate-limit';
import type { FastifyInstance } from 'fastify';
import { countRequest } from '../identity/request-rate.ts';
import type { App } from './app.ts';

type Store = rateLimit.FastifyRateLimitStore;

/** Registers the plugin; a route that has a limit says so in its `config.rateLimit`. */
export async function limitRates(server: FastifyInstance, app: App): Promise<void> {
  await server.register(rateLimit, { global: false, store: storeOf(app) });
}

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

// Preloaded (`node --import`), it gives Node the primitives that browsers get, so that both can be measured and tested.
import { registerHooks } from 'node:module';

registerHooks({
  resolve(specifier, context, next) {
    if (specifier !== '#primitives') return next(specifier, context);
    return next(new URL('../src/primitives-portable.ts', import.meta.url).href, context);
  },
});

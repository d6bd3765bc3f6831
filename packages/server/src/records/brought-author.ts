// The author of a record that was brought in by the system, where they have an account here: the record's Provenance says so.

import { importAuthorOf, type JsonObject } from '@patrec/fhir';

/** What identifies the author in the Provenance. It names the chain: in a copy that is brought in elsewhere it means nobody. */
export function authorMark(chain: string, account: string): string {
  return `${chain}/${account}`;
}

/** The account that the resources of a record of that chain name so; undefined where they name none. */
export function broughtBy(chain: string, resources: readonly JsonObject[]): string | undefined {
  const [named, account] = resources.flatMap((one) => importAuthorOf(one) ?? [])[0]?.split('/') ?? [];
  return named === chain ? account : undefined;
}

// Who cosigned a checkpoint, of those whom a policy names.
import { keyFingerprint, type Policy, type WitnessedCheckpoint } from '@patrec/ledger';

/** Fingerprints are of the keys that the policy names; `logs` of those of the log itself that have signed. */
export interface Witnessing {
  readonly logs: readonly string[];
  readonly witnesses: readonly { readonly name: string; readonly key: string; readonly signed: boolean }[];
  /** Whether those who signed are as many as the policy asks for. */
  readonly enough: boolean;
}

/** Who of the policy's witnesses signed the checkpoint that was opened by it. */
export function witnessingOf({ keys, cosigned, witnessed }: WitnessedCheckpoint, policy: Policy): Witnessing {
  const signers = new Set(cosigned.map(({ name }) => name));
  return {
    logs: keys.map(keyFingerprint),
    witnesses: policy.witnesses.map(({ name, key }) => ({ name, key: keyFingerprint(key), signed: signers.has(name) })),
    enough: witnessed,
  };
}

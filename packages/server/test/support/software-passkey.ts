// A passkey in software, for answers that no browser gives: of other sites, replayed, with a counter that goes back.
// WebAuthn level 3: 6.1 authenticator data, 6.5.2 attestation "none", 6.3.3 assertion signature; COSE ES256.

import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import { isoCBOR } from '@simplewebauthn/server/helpers';

const PRESENT = 0x01;
const VERIFIED = 0x04;
const ATTESTED = 0x40;

/** What an answer may say otherwise than an honest device does. */
export interface Lie {
  readonly origin?: string;
  readonly rpId?: string;
  readonly type?: string;
  readonly unverified?: boolean;
  readonly counter?: number;
  readonly userHandle?: string;
  readonly id?: string;
}

export interface SoftwarePasskey {
  readonly id: string;
  /** RegistrationResponseJSON to that challenge. */
  readonly make: (challenge: string, lie?: Lie) => string;
  /** AuthenticationResponseJSON to that challenge; each has a higher counter. */
  readonly use: (challenge: string, lie?: Lie) => string;
}

const sha256 = (bytes: string | Buffer) => createHash('sha256').update(bytes).digest();
const base64url = (bytes: Buffer) => bytes.toString('base64url');

/** A new passkey of an account, for http://localhost:3000 unless another origin is given. */
export function softwarePasskey(account: string, site = 'http://localhost:3000'): SoftwarePasskey {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const credential = randomBytes(32);
  const id = base64url(credential);
  let uses = 0;

  const clientData = (challenge: string, type: string, { origin = site, type: said = type }: Lie) =>
    Buffer.from(JSON.stringify({ type: said, challenge, origin, crossOrigin: false }));
  const authenticatorData = (extra: number, counter: number, { rpId = new URL(site).hostname, unverified }: Lie) => {
    const count = Buffer.alloc(4);
    count.writeUInt32BE(counter);
    return Buffer.concat([sha256(rpId), Buffer.of(PRESENT | (unverified ? 0 : VERIFIED) | extra), count]);
  };

  return {
    id,
    make(challenge, lie = {}) {
      const { x = '', y = '' } = publicKey.export({ format: 'jwk' });
      const cose = new Map<number, number | Buffer>([
        [1, 2],
        [3, -7],
        [-1, 1],
        [-2, Buffer.from(x, 'base64url')],
        [-3, Buffer.from(y, 'base64url')],
      ]);
      const attested = [Buffer.alloc(16), Buffer.of(0, credential.length), credential, isoCBOR.encode(cose)];
      const authData = Buffer.concat([authenticatorData(ATTESTED, 0, lie), ...attested]);
      const attestation = isoCBOR.encode(
        new Map<string, string | Map<string, never> | Buffer>([
          ['fmt', 'none'],
          ['attStmt', new Map<string, never>()],
          ['authData', authData],
        ]),
      );
      const response = {
        clientDataJSON: base64url(clientData(challenge, 'webauthn.create', lie)),
        attestationObject: base64url(Buffer.from(attestation)),
      };
      return JSON.stringify({ id, rawId: id, type: 'public-key', clientExtensionResults: {}, response });
    },
    use(challenge, lie = {}) {
      uses += 1;
      const data = clientData(challenge, 'webauthn.get', lie);
      const authData = authenticatorData(0, lie.counter ?? uses, lie);
      const response = {
        clientDataJSON: base64url(data),
        authenticatorData: base64url(authData),
        signature: base64url(sign('sha256', Buffer.concat([authData, sha256(data)]), privateKey)),
        userHandle: Buffer.from(lie.userHandle ?? account).toString('base64url'),
      };
      const named = lie.id ?? id;
      return JSON.stringify({ id: named, rawId: named, type: 'public-key', clientExtensionResults: {}, response });
    },
  };
}

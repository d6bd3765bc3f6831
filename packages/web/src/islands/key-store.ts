// The keys that this browser signs with: WebCrypto keys that cannot be taken out, in IndexedDB, for each account its own.

const NAME = 'patrec-keys';
const STORE = 'keys';

/** A key of this browser; `publicKey` is base64. */
export interface OwnKey {
  owner: string;
  publicKey: string;
  privateKey: CryptoKey;
}

/** True where this browser can make such keys and keep them. */
export async function canSign(): Promise<boolean> {
  try {
    await crypto.subtle.generateKey('Ed25519', false, ['sign']);
    (await openStore()).close();
    return true;
  } catch {
    return false;
  }
}

/** Makes a key and keeps it. Throws where the browser cannot. */
export async function makeKey(owner: string): Promise<OwnKey> {
  const pair = (await crypto.subtle.generateKey('Ed25519', false, ['sign', 'verify'])) as CryptoKeyPair;
  const bytes = new Uint8Array(await crypto.subtle.exportKey('raw', pair.publicKey));
  const key = { owner, publicKey: btoa(String.fromCharCode(...bytes)), privateKey: pair.privateKey };
  await inStore('readwrite', (store) => store.put(key));
  return key;
}

/** The keys of an account in this browser; none where it keeps none. */
export async function keysOf(owner: string): Promise<OwnKey[]> {
  try {
    const all = await inStore<OwnKey[]>('readonly', (store) => store.getAll());
    return all.filter((key) => key.owner === owner);
  } catch {
    return [];
  }
}

/** Forgets a key. */
export async function forgetKey({ owner, publicKey }: OwnKey): Promise<void> {
  await inStore('readwrite', (store) => store.delete([owner, publicKey]));
}

function openStore(): Promise<IDBDatabase> {
  const request = indexedDB.open(NAME, 1);
  request.onupgradeneeded = () => request.result.createObjectStore(STORE, { keyPath: ['owner', 'publicKey'] });
  return resultOf(request);
}

async function inStore<Result>(
  mode: IDBTransactionMode,
  ask: (store: IDBObjectStore) => IDBRequest<Result> | IDBRequest,
): Promise<Result> {
  const database = await openStore();
  try {
    return (await resultOf(ask(database.transaction(STORE, mode).objectStore(STORE)))) as Result;
  } finally {
    database.close();
  }
}

function resultOf<Result>(request: IDBRequest<Result>): Promise<Result> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

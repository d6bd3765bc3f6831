// SHA-256 (FIPS 180-4) in plain JavaScript, for browsers. To check a block takes six hashes of a few hundred bytes: so nothing is
// allocated for one but its answer.

const BLOCK = 64; // bytes
const LENGTH_AT = BLOCK - 8; // where the last block holds the length of the message, section 5.1.1

// Section 5.3.3.
const INITIAL = Int32Array.from([
  0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19,
]);

// Section 4.2.2.
const K = Int32Array.from([
  0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5, 0xd807aa98,
  0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174, 0xe49b69c1, 0xefbe4786,
  0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da, 0x983e5152, 0xa831c66d, 0xb00327c8,
  0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967, 0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13,
  0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85, 0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819,
  0xd6990624, 0xf40e3585, 0x106aa070, 0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a,
  0x5b9cca4f, 0x682e6ff3, 0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7,
  0xc67178f2,
]);

// The message schedule of the block at hand: made and used within one call.
const W = new Int32Array(64);

/** A hash of bytes that come in pieces. One that has begun anew is as good as a new one. */
export class Sha256 {
  private readonly state = Int32Array.from(INITIAL);
  private readonly rest = new Uint8Array(BLOCK);
  private readonly view = new DataView(this.rest.buffer);
  private filled = 0;
  private length = 0;

  /** Forgets what came so far. */
  begin(): this {
    this.state.set(INITIAL);
    this.filled = 0;
    this.length = 0;
    return this;
  }

  /** Takes the next bytes. Throws TypeError for a text or a list, whose members would count as zeros. */
  update(bytes: Uint8Array): this {
    if (!(bytes instanceof Uint8Array)) throw new TypeError('Only bytes have a hash.');
    this.length += bytes.length;
    let at = 0;
    if (this.filled > 0) {
      at = Math.min(BLOCK - this.filled, bytes.length);
      for (let i = 0; i < at; i++) this.rest[this.filled + i] = bytes[i] as number;
      this.filled += at;
      if (this.filled < BLOCK) return this;
      compress(this.state, this.rest, 0);
      this.filled = 0;
    }
    for (; at + BLOCK <= bytes.length; at += BLOCK) compress(this.state, bytes, at);
    while (at < bytes.length) this.rest[this.filled++] = bytes[at++] as number;
    return this;
  }

  /** Gives the 32 bytes of the hash of all that came, once. */
  digest(): Uint8Array {
    const { state, rest, view } = this;
    rest[this.filled++] = 0x80;
    if (this.filled > LENGTH_AT) {
      rest.fill(0, this.filled);
      compress(state, rest, 0);
      this.filled = 0;
    }
    rest.fill(0, this.filled, LENGTH_AT);
    view.setUint32(LENGTH_AT, this.length / 2 ** 29);
    view.setUint32(LENGTH_AT + 4, this.length << 3);
    compress(state, rest, 0);
    const hash = new Uint8Array(32);
    for (let i = 0; i < 32; i++) hash[i] = (state[i >> 2] as number) >> (24 - 8 * (i & 3));
    return hash;
  }
}

// Section 6.2.2, on the 64 bytes from `at`.
function compress(state: Int32Array, bytes: Uint8Array, at: number): void {
  let a = state[0] as number;
  let b = state[1] as number;
  let c = state[2] as number;
  let d = state[3] as number;
  let e = state[4] as number;
  let f = state[5] as number;
  let g = state[6] as number;
  let h = state[7] as number;
  schedule(bytes, at);
  for (let t = 0; t < 64; t++) {
    const sigma1 = ((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7));
    const choice = g ^ (e & (f ^ g));
    const t1 = (h + sigma1 + choice + (K[t] as number) + (W[t] as number)) | 0;
    const sigma0 = ((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10));
    const majority = (a & b) | (c & (a | b));
    h = g;
    g = f;
    f = e;
    e = (d + t1) | 0;
    d = c;
    c = b;
    b = a;
    a = (t1 + sigma0 + majority) | 0;
  }
  state[0] = (state[0] as number) + a;
  state[1] = (state[1] as number) + b;
  state[2] = (state[2] as number) + c;
  state[3] = (state[3] as number) + d;
  state[4] = (state[4] as number) + e;
  state[5] = (state[5] as number) + f;
  state[6] = (state[6] as number) + g;
  state[7] = (state[7] as number) + h;
}

// The words of a block, section 6.2.2 step 1.
function schedule(bytes: Uint8Array, at: number): void {
  for (let t = 0, i = at; t < 16; t++, i += 4) {
    const high = ((bytes[i] as number) << 24) | ((bytes[i + 1] as number) << 16);
    W[t] = high | ((bytes[i + 2] as number) << 8) | (bytes[i + 3] as number);
  }
  for (let t = 16; t < 64; t++) {
    const x = W[t - 15] as number;
    const y = W[t - 2] as number;
    const s0 = ((x >>> 7) | (x << 25)) ^ ((x >>> 18) | (x << 14)) ^ (x >>> 3);
    const s1 = ((y >>> 17) | (y << 15)) ^ ((y >>> 19) | (y << 13)) ^ (y >>> 10);
    W[t] = (W[t - 16] as number) + s0 + (W[t - 7] as number) + s1;
  }
}

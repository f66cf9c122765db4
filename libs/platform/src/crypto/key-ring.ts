import { type KeyObject, createSecretKey, hkdfSync } from 'node:crypto';
import { KeyRingInvalid, KeyUnknown } from './crypto.errors.js';

const secretBytes = 32;
const idPattern = /^[A-Za-z0-9_-]{1,32}$/;
const salt = 'onegate/key-ring/v1';

export interface MasterSecret {
  /** Names the secret in what is made under it; never reuse one for another secret. */
  readonly id: string;
  readonly secret: Buffer;
}

/**
 * The server's master secrets. The first is active: all that is new is made under it. The others still open what was
 * made under them, until everything is rewrapped and they can go. No secret is used itself: each purpose gets a key
 * derived by HKDF-SHA256, so that a leak in one place opens nothing in another.
 */
export class KeyRing {
  readonly #masters: ReadonlyMap<string, Buffer>;
  readonly #subkeys = new Map<string, KeyObject>();

  /** The key id under which new things are made. */
  readonly activeId: string;

  constructor(masters: readonly MasterSecret[]) {
    const [active] = masters;
    if (!active) throw new KeyRingInvalid('at least one is needed');
    for (const master of masters) refuseUnfit(master);
    this.#masters = new Map(masters.map(({ id, secret }) => [id, Buffer.from(secret)]));
    if (this.#masters.size < masters.length) throw new KeyRingInvalid('each needs an id of its own');
    this.activeId = active.id;
  }

  /** Active first. */
  get keyIds(): readonly string[] {
    return [...this.#masters.keys()];
  }

  has(keyId: string): boolean {
    return this.#masters.has(keyId);
  }

  /** The 256-bit key for a purpose (`'jwt'`), under the active master secret or a named one. Derived once, then kept. */
  subkey(purpose: string, keyId: string = this.activeId): KeyObject {
    const master = this.#masters.get(keyId);
    if (!master) throw new KeyUnknown(keyId);
    const slot = `${keyId}:${purpose}`;
    const kept = this.#subkeys.get(slot);
    if (kept) return kept;
    const key = createSecretKey(Buffer.from(hkdfSync('sha256', master, salt, purpose, secretBytes)));
    this.#subkeys.set(slot, key);
    return key;
  }
}

function refuseUnfit({ id, secret }: MasterSecret): void {
  if (!idPattern.test(id))
    throw new KeyRingInvalid('an id is 1 to 32 letters, digits, hyphens or underscores');
  if (secret.length < secretBytes)
    throw new KeyRingInvalid(`the one named ${id} is shorter than ${secretBytes} bytes`);
}

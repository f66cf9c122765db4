import { randomBytes } from 'node:crypto';
import { decrypt, encrypt } from './aead.js';
import { SealBroken, SealMalformed } from './crypto.errors.js';
import { KeyRing } from './key-ring.js';

const version = 'v1';
const purpose = 'secret-box';
const dataKeyBytes = 32;
const sealedPattern = /^v1\.([A-Za-z0-9_-]{1,32})\.([A-Za-z0-9_-]+)\.([A-Za-z0-9_-]+)$/;

interface Sealed {
  readonly keyId: string;
  readonly wrappedKey: Buffer;
  readonly body: Buffer;
}

/**
 * Encrypts secrets for storing: provider keys, directory passwords. Each gets a data key of its own, and that is
 * wrapped by the active master key, so that a rotation rewrites a few bytes and never sees the secret. The context
 * (say `upstream/42/api-key`) is bound in: a sealed text copied into another row does not open there.
 *
 * Text form: `v1.<key id>.<wrapped data key>.<encrypted secret>`, the last two in base64url.
 */
export class SecretBox {
  constructor(private readonly ring: KeyRing) {}

  seal(context: string, plaintext: string): string {
    const dataKey = randomBytes(dataKeyBytes);
    const body = encrypt(dataKey, boundTo('body', context), Buffer.from(plaintext));
    return this.wrap(context, dataKey, body);
  }

  /** Throws SealMalformed, SealBroken or KeyUnknown; the causes differ in what an operator has to do. */
  open(context: string, sealed: string): string {
    const parts = readSealed(sealed);
    return decrypt(this.unwrap(context, parts), boundTo('body', context), parts.body).toString();
  }

  /** How everything begins that is sealed under the active master key. */
  get mark(): string {
    return `${version}.${this.ring.activeId}.`;
  }

  /** The same secret under the active master key. */
  rewrap(context: string, sealed: string): string {
    const parts = readSealed(sealed);
    return this.wrap(context, this.unwrap(context, parts), parts.body);
  }

  private wrap(context: string, dataKey: Buffer, body: Buffer): string {
    const { activeId } = this.ring;
    const wrapped = encrypt(this.ring.subkey(purpose), boundTo(`key/${activeId}`, context), dataKey);
    return [version, activeId, wrapped.toString('base64url'), body.toString('base64url')].join('.');
  }

  private unwrap(context: string, { keyId, wrappedKey }: Sealed): Buffer {
    return decrypt(this.ring.subkey(purpose, keyId), boundTo(`key/${keyId}`, context), wrappedKey);
  }
}

function boundTo(part: string, context: string): string {
  return JSON.stringify([version, part, context]);
}

function readSealed(sealed: string): Sealed {
  const [, keyId, wrappedKey, body] = sealedPattern.exec(sealed) ?? [];
  if (keyId === undefined || wrappedKey === undefined || body === undefined) throw new SealMalformed();
  return { keyId, wrappedKey: bytesOf(wrappedKey), body: bytesOf(body) };
}

/** Base64 has idle bits at its end; only the one spelling counts, so that any change is noticed. */
function bytesOf(text: string): Buffer {
  const bytes = Buffer.from(text, 'base64url');
  if (bytes.toString('base64url') !== text) throw new SealBroken();
  return bytes;
}

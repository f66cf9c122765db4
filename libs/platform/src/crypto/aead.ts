import { type KeyObject, createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { SealBroken } from './crypto.errors.js';

const algorithm = 'aes-256-gcm';
const nonceBytes = 12;
const tagBytes = 16;

/** AES-256-GCM under a random nonce: nonce, ciphertext, tag. The bound text is authenticated, not contained. */
export function encrypt(key: KeyObject | Buffer, bound: string, plain: Buffer): Buffer {
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv(algorithm, key, nonce).setAAD(Buffer.from(bound));
  return Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
}

export function decrypt(key: KeyObject | Buffer, bound: string, box: Buffer): Buffer {
  if (box.length < nonceBytes + tagBytes) throw new SealBroken();
  const decipher = createDecipheriv(algorithm, key, box.subarray(0, nonceBytes), { authTagLength: tagBytes });
  decipher.setAAD(Buffer.from(bound)).setAuthTag(box.subarray(-tagBytes));
  try {
    return Buffer.concat([decipher.update(box.subarray(nonceBytes, -tagBytes)), decipher.final()]);
  } catch {
    throw new SealBroken();
  }
}

import { createHmac, randomBytes } from 'node:crypto';

/*
 * Signed as the Standard Webhooks specification says, so that receivers can use its libraries: HMAC-SHA256 over
 * `id.timestamp.body`, by a secret of which the part behind `whsec_` is base64.
 */
const prefix = 'whsec_';
const secretBytes = 32;

export interface SignedCall {
  readonly id: string;
  readonly at: Date;
  readonly body: string;
}

export function newWebhookSecret(): string {
  return `${prefix}${randomBytes(secretBytes).toString('base64')}`;
}

/** The headers of a call; with two secrets two signatures, of which a receiver accepts either. */
export function signedHeaders(
  { id, at, body }: SignedCall,
  secrets: readonly string[],
): Record<string, string> {
  const timestamp = String(Math.floor(at.getTime() / 1000));
  const signatures = secrets.map((secret) => `v1,${signature(secret, `${id}.${timestamp}.${body}`)}`);
  return {
    'webhook-id': id,
    'webhook-timestamp': timestamp,
    'webhook-signature': signatures.join(' '),
  };
}

function signature(secret: string, text: string): string {
  const key = Buffer.from(secret.slice(prefix.length), 'base64');
  return createHmac('sha256', key).update(text).digest('base64');
}

import type { Actor } from '@onegate/tenants';
import type { KeyGrant } from './api-keys/key-grant.js';

/** A signed-in caller: who acts, and with what he signed in. */
export interface Principal extends Actor {
  /** The API key that the call came with, unless a session did. */
  readonly keyId: number | null;
  /** What that key allows. */
  readonly key: KeyGrant | null;
  /** The session that the call came with, unless a key did. */
  readonly sessionId: number | null;
}

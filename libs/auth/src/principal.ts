import type { Actor } from '@onegate/tenants';

/** A signed-in caller: who acts, and with what he signed in. */
export interface Principal extends Actor {
  /** The API key that the call came with, unless a session did. */
  readonly keyId: number | null;
}

import { Injectable } from '@nestjs/common';
import { Clock, requestContext } from '@onegate/platform';
import { KnownCallers } from '../access/known-callers.js';
import { keyAddressDenied, keyExpired, keyUnknown } from '../auth.errors.js';
import { LastUse } from '../last-use/last-use.service.js';
import type { Principal } from '../principal.js';
import { KeyLookup } from './key-lookup.js';

/** Signs a program in by the key that it carries. */
@Injectable()
export class KeySignIn {
  constructor(
    private readonly callers: KnownCallers,
    private readonly lookup: KeyLookup,
    private readonly lastUse: LastUse,
    private readonly clock: Clock,
  ) {}

  async principalOf(value: string, { takesExpiredKeys = false } = {}): Promise<Principal> {
    const fingerprint = this.lookup.fingerprintOf(value);
    const caller = await this.callers.get(`key:${fingerprint}`, () => this.lookup.find(value));
    if (!caller) throw keyUnknown();
    const { principal, until, addresses } = caller;
    if (until && until <= this.clock.now() && !takesExpiredKeys) throw keyExpired();
    if (addresses && !addresses.include(requestContext.getStore()?.ip ?? '')) throw keyAddressDenied();
    if (principal.keyId !== null) this.lastUse.note('api_keys', principal.keyId);
    return principal;
  }
}

import { Injectable } from '@nestjs/common';
import { ActorsService } from '@onegate/tenants';
import { keyUnknown } from '../auth.errors.js';
import type { Principal } from '../principal.js';
import { ApiKeysService } from './api-keys.service.js';

/** Signs a program in by the key that it carries. */
@Injectable()
export class KeySignIn {
  constructor(
    private readonly keys: ApiKeysService,
    private readonly actors: ActorsService,
  ) {}

  /** A key acts for its owner, but never administers the platform. */
  async principalOf(value: string): Promise<Principal> {
    const key = await this.keys.findByValue(value);
    const actor = key && (await this.actors.actorOf(key.userId));
    if (!actor) throw keyUnknown();
    return { ...actor, isSuperAdmin: false, keyId: key.id };
  }
}

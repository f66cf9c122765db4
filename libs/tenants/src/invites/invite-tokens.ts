import { Injectable } from '@nestjs/common';
import { KeyRing, TokenHasher } from '@onegate/platform';

/** Invite tokens are kept as keyed hashes only. */
@Injectable()
export class InviteTokens extends TokenHasher {
  constructor(ring: KeyRing) {
    super(ring, 'invite');
  }
}

import { Inject, Injectable } from '@nestjs/common';
import { CONFIGURATION, Database, Failure, KeyRing, networkOf, requestContext } from '@onegate/platform';
import { Throttle, TokenHasher, type Configuration } from '@onegate/platform';
import { UsersService, type User } from '@onegate/tenants';
import { In } from 'typeorm';
import { mailboxName } from './mailbox-name.js';
import { SignUpCreditRecord } from './sign-up-credit.entity.js';

const windowSeconds = 86_400;

/** Tells people who come for the first time from those who come again for the credit. */
@Injectable()
export class SignUpGuard {
  private readonly hasher: TokenHasher;

  constructor(
    private readonly database: Database,
    private readonly throttle: Throttle,
    readonly users: UsersService,
    ring: KeyRing,
    @Inject(CONFIGURATION) private readonly config: Configuration,
  ) {
    this.hasher = new TokenHasher(ring, 'sign-up-person');
  }

  hashOf(email: string): string {
    return this.hasher.hash(mailboxName(email));
  }

  /** Whether the person or his mailbox has had it, under this account or one that he deleted. */
  knows({ id: userId, email }: User): Promise<boolean> {
    const personHash = In(this.hasher.candidates(mailboxName(email)));
    return this.database.of(SignUpCreditRecord).existsBy([{ userId }, { personHash }]);
  }

  /** Whether the network that he comes from has not brought too many. */
  async lets(): Promise<boolean> {
    const ip = requestContext.getStore()?.ip;
    if (!ip) return true;
    const subject = networkOf(ip);
    const limit = this.config.promotions.signUpsPerAddress;
    try {
      await this.throttle.attempt([{ name: 'sign-up-credit/address', subject, limit, windowSeconds }]);
      return true;
    } catch (error) {
      if (error instanceof Failure) return false;
      throw error;
    }
  }
}

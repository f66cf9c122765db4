import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { Clock, CONFIGURATION, Database, type Configuration } from '@onegate/platform';
import type { User } from '@onegate/tenants';
import { MoreThan } from 'typeorm';
import { Ledger } from '../ledger/ledger.service.js';
import { SignUpCreditRecord } from './sign-up-credit.entity.js';
import { SignUpGuard } from './sign-up-guard.js';

const day = 86_400_000;

/** Credit for people who come by themselves: once for each person, whatever he calls himself and however often he comes. */
@Injectable()
export class SignUpCredit implements OnModuleInit {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly ledger: Ledger,
    private readonly guard: SignUpGuard,
    @Inject(CONFIGURATION) private readonly config: Configuration,
  ) {}

  onModuleInit(): void {
    this.guard.users.whenEmailProven((user) => this.give(user));
  }

  /** Whom an organization or a directory brought is no newcomer of ours: he could be one of any number. */
  private async give(user: User): Promise<void> {
    const { signUpCredit: amount } = this.config.promotions;
    if (amount === 0n || user.tenantId !== null || user.externalId !== null) return;
    // One at a time, so that the limit of the day holds exactly.
    await this.database.exclusively('sign-up-credit', async () => {
      if (!(await this.isDue(user)) || !(await this.guard.lets())) return;
      await this.grant(user, amount);
    });
  }

  private async isDue(user: User): Promise<boolean> {
    if (await this.guard.knows(user)) return false;
    const since = new Date(this.clock.now().getTime() - day);
    const given = await this.database.of(SignUpCreditRecord).countBy({ grantedAt: MoreThan(since) });
    return given < this.config.promotions.signUpsPerDay;
  }

  private async grant(user: User, amount: bigint): Promise<void> {
    const { signUpCreditDays: days } = this.config.promotions;
    const now = this.clock.now();
    const record = { userId: user.id, personHash: this.guard.hashOf(user.email), grantedAt: now };
    await this.database.of(SignUpCreditRecord).insert(record);
    await this.ledger.grantCredit({
      account: { kind: 'user', id: user.id },
      kind: 'promotion',
      amount,
      reference: `sign-up:${user.publicId}`,
      expiresAt: days > 0 ? new Date(now.getTime() + days * day) : null,
      about: 'Credit for signing up',
    });
  }
}

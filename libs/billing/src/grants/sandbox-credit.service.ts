import { Inject, Injectable } from '@nestjs/common';
import { CONFIGURATION, usd, type Configuration } from '@onegate/platform';
import { UsersService } from '@onegate/tenants';
import { Ledger } from '../ledger/ledger.service.js';

const amount = usd(100);

/** Play money with which the first account of an installation that is only tried can make calls at once. */
@Injectable()
export class SandboxCredit {
  constructor(
    private readonly users: UsersService,
    private readonly ledger: Ledger,
    @Inject(CONFIGURATION) private readonly config: Configuration,
  ) {}

  /** Safe to run at every start: there is one such gift for ever, also when it has been used up. */
  async ensure(): Promise<void> {
    const { runtime, bootstrap } = this.config;
    if (runtime.mode !== 'embedded' || !bootstrap.adminEmail) return;
    const user = await this.users.findByEmail(bootstrap.adminEmail);
    if (!user) return;
    await this.ledger.grantCredit({
      account: { kind: 'user', id: user.id },
      kind: 'sandbox',
      amount,
      reference: `sandbox:${user.publicId}`,
      about: 'Credit to try it with',
    });
  }
}

import { Injectable } from '@nestjs/common';
import type { Principal } from '@onegate/auth';
import { Database, Throttle, toUsdText } from '@onegate/platform';
import { AuditLog } from '@onegate/tenants';
import type { KnownAccount } from '../wallets/account-access.service.js';
import type { RedemptionWish } from './promotion.schema.js';
import { redemptionRules } from './redemption-rules.js';
import { Redemptions, type Redeemed } from './redemptions.service.js';

/** The counter at which people hand in codes: whoever tries too many has to wait. */
@Injectable()
export class PromotionRedeeming {
  constructor(
    private readonly database: Database,
    private readonly throttle: Throttle,
    private readonly redemptions: Redemptions,
    private readonly audit: AuditLog,
  ) {}

  async redeem(who: Principal, account: KnownAccount, wish: RedemptionWish): Promise<Redeemed> {
    const rules = redemptionRules(who.userId);
    await this.throttle.attempt(rules);
    const redeemed = await this.database.transaction(async () => {
      const taken = await this.redemptions.take({ account, userId: who.userId }, wish);
      await this.record(who, account, taken);
      return taken;
    });
    await this.throttle.forgive(rules);
    return redeemed;
  }

  private record(who: Principal, account: KnownAccount, { redemption, promotion }: Redeemed): Promise<void> {
    return this.audit.record(who, {
      action: 'promotion.redeemed',
      target: { kind: 'promotion', id: promotion.publicId },
      tenantId: account.kind === 'organization' ? account.id : null,
      changes: {
        account: account.publicId,
        redemption: redemption.publicId,
        amount_usd: toUsdText(redemption.amountNano),
      },
    });
  }
}

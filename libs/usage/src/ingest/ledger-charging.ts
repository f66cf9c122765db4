import { Injectable } from '@nestjs/common';
import { UsageLedger } from '@onegate/billing';
import { UsageCharging, type UsageCharge } from './usage-charging.js';

/** Usage in the books: a batch is named after its first event, which no other batch can have. */
@Injectable()
export class LedgerCharging extends UsageCharging {
  constructor(private readonly ledger: UsageLedger) {
    super();
  }

  override async charge(charges: readonly UsageCharge[]): Promise<void> {
    const batch = charges[0]?.eventIds[0];
    if (batch === undefined) return;
    await this.ledger.chargeUsage({
      batch,
      charges: charges.map(({ account, day, nanos }) => ({ account, amount: nanos, usedAt: new Date(day) })),
    });
  }
}

import { Controller, Get, Query } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { Who, type Principal } from '@onegate/auth';
import { Requires, toUsdFloat } from '@onegate/platform';
import { KeyBudgets, statisticsQuery, toAskedSpan, type StatisticsQuery } from '@onegate/usage';
import { z } from 'zod';
import { apiTags } from '../docs/api-tags.js';

const subscriptionView = z
  .object({
    object: z.literal('billing_subscription'),
    has_payment_method: z.boolean(),
    soft_limit_usd: z.number(),
    hard_limit_usd: z.number(),
    system_hard_limit_usd: z.number(),
    access_until: z.int().meta({ description: 'Seconds since 1970; 0 for ever' }),
  })
  .meta({ id: 'BillingSubscription' });

const usageView = z
  .object({ object: z.literal('list'), total_usage: z.number().meta({ description: 'Cents' }) })
  .meta({ id: 'BillingUsage' });

/** What clients of this form take for "no limit". */
const unlimitedUsd = 100_000_000;

/** Two reads by which chat clients show what is left of a key. */
@ApiTags(apiTags.keyHolder)
@Controller('v1/dashboard/billing')
@Requires('inference.use')
export class BillingReadsController {
  constructor(private readonly budgets: KeyBudgets) {}

  @Get('subscription')
  @ApiOperation({ summary: 'The limit of the API key that the call comes with' })
  @ApiResponse({ status: 200, standardSchema: subscriptionView })
  async subscription(@Who() who: Principal): Promise<z.input<typeof subscriptionView>> {
    const { key, limitNano } = await this.budgets.of(who);
    const limit = limitNano === null ? unlimitedUsd : toUsdFloat(limitNano);
    return {
      object: 'billing_subscription',
      // Calls are paid out of the account's wallet, so there always is one.
      has_payment_method: true,
      soft_limit_usd: limit,
      hard_limit_usd: limit,
      system_hard_limit_usd: limit,
      access_until: key.expiresAt === null ? 0 : Math.floor(Date.parse(key.expiresAt) / 1000),
    };
  }

  @Get('usage')
  @ApiOperation({ summary: 'What was spent with it, in cents; both dates are included' })
  @ApiResponse({ status: 200, standardSchema: usageView })
  async usage(
    @Who() who: Principal,
    @Query({ schema: statisticsQuery }) query: StatisticsQuery,
  ): Promise<z.input<typeof usageView>> {
    const spent = await this.budgets.spentBetween(who, toAskedSpan(query));
    return { object: 'list', total_usage: toUsdFloat(spent * 100n) };
  }
}

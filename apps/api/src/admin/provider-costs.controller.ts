import { Get, Query } from '@nestjs/common';
import { ApiOperation } from '@nestjs/swagger';
import { Requires } from '@onegate/platform';
import {
  ProviderCosts,
  statisticsQuery,
  toAskedSpan,
  type ComparedCost,
  type StatisticsQuery,
} from '@onegate/usage';
import { z } from 'zod';
import { AdminController, Answers } from './admin-surface.js';

/** Whole nano-dollars: JSON numbers would lose the last of them. */
const nano = z.string().meta({ description: 'Nano-dollars' });

const comparedCostView = z
  .object({
    provider: z.string().nullable(),
    upstream_account_id: z.int().nullable(),
    model: z.string(),
    calls: z.int().meta({ description: 'Those of which the provider said what they cost' }),
    differing_calls: z.int(),
    cost_nano: nano.meta({ description: 'By our prices, without markup, in nano-dollars' }),
    reported_cost_nano: nano.meta({ description: 'As the provider says, in nano-dollars' }),
    difference_nano: nano.meta({ description: 'Above 0 the provider takes more than our prices say' }),
  })
  .meta({ id: 'ComparedProviderCost' });

const providerCostsView = z
  .object({
    period: z.object({ start_date: z.iso.date(), end_date: z.iso.date(), time_zone: z.string() }),
    data: z.array(comparedCostView),
  })
  .meta({ id: 'ProviderCosts' });

/** What providers say that calls cost, beside what our prices make of them. */
@AdminController('reconciliation/provider-costs')
export class ProviderCostsController {
  constructor(private readonly costs: ProviderCosts) {}

  @Get()
  @Requires('platform.billing.read')
  @ApiOperation({
    summary: 'What providers say that calls cost, beside our prices',
    description: 'By account at the provider and model, those furthest apart first. Both dates are included.',
  })
  @Answers(providerCostsView)
  async compare(
    @Query({ schema: statisticsQuery }) query: StatisticsQuery,
  ): Promise<z.input<typeof providerCostsView>> {
    const { span, rows } = await this.costs.compare(toAskedSpan(query));
    const { startDate, endDate, zone } = span;
    return {
      period: { start_date: startDate, end_date: endDate, time_zone: zone },
      data: rows.map(toView),
    };
  }
}

function toView(row: ComparedCost): z.input<typeof comparedCostView> {
  return {
    provider: row.providerKind,
    upstream_account_id: row.upstreamAccountId,
    model: row.modelSlug,
    calls: row.calls,
    differing_calls: row.differing,
    cost_nano: String(row.costNano),
    reported_cost_nano: String(row.reportedNano),
    difference_nano: String(row.reportedNano - row.costNano),
  };
}

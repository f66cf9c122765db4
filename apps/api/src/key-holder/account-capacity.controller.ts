import { Controller, Get, HttpCode, Post } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { Who, type Principal } from '@onegate/auth';
import {
  AccountCapacities,
  CapacityRefreshing,
  type AccountCapacity,
  type CapacityViewer,
} from '@onegate/models';
import { Clock, Requires } from '@onegate/platform';
import { tenantScope } from '@onegate/tenants';
import type { z } from 'zod';
import { apiTags } from '../docs/api-tags.js';
import { accountCapacitiesView, toAccountCapacityView } from './account-capacity.view.js';

type CapacitiesView = z.input<typeof accountCapacitiesView>;

@ApiTags(apiTags.keyHolder)
@Controller('v1/usage/account_capacity')
export class AccountCapacityController {
  constructor(
    private readonly capacities: AccountCapacities,
    private readonly refreshing: CapacityRefreshing,
    private readonly clock: Clock,
  ) {}

  @Get()
  @Requires('inference.use')
  @ApiOperation({
    summary: 'What is left of the accounts at providers',
    description:
      'Those of the platform, as shares, and those of the own organization in full; how sure each figure is and of when.',
  })
  @ApiResponse({ status: 200, standardSchema: accountCapacitiesView })
  async list(@Who() who: Principal): Promise<CapacitiesView> {
    return this.toView(await this.capacities.list(viewerOf(who)));
  }

  @Post('refresh')
  @Requires('inference.use')
  @HttpCode(200)
  @ApiOperation({
    summary: 'Ask the providers anew',
    description: 'Waits a few seconds for them; what has not come by then comes with a later call.',
  })
  @ApiResponse({ status: 200, standardSchema: accountCapacitiesView })
  async refresh(@Who() who: Principal): Promise<CapacitiesView> {
    return this.toView(await this.refreshing.refresh(viewerOf(who)));
  }

  private toView(capacities: readonly AccountCapacity[]): CapacitiesView {
    const now = this.clock.now();
    return { object: 'list', data: capacities.map((capacity) => toAccountCapacityView(capacity, now)) };
  }
}

/** A key sees the organization that it draws on, a session all that its person belongs to. */
function viewerOf(who: Principal): CapacityViewer {
  if (who.key) return { tenantIds: who.key.tenantId === null ? [] : [who.key.tenantId] };
  return { tenantIds: tenantScope(who, 'tenant.read') };
}

import { Controller, Get } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { Who, type Principal } from '@onegate/auth';
import { Requires } from '@onegate/platform';
import { KeyBudgets } from '@onegate/usage';
import type { z } from 'zod';
import { apiTags } from '../docs/api-tags.js';
import { keyUsageView, tokenUsageView, toKeyUsage, toTokenUsage } from './key-usage.view.js';

/** What the key that the call comes with may spend and has spent, for two families of clients. */
@ApiTags(apiTags.keyHolder)
@Controller()
export class KeyUsageController {
  constructor(private readonly budgets: KeyBudgets) {}

  @Get('v1/usage')
  @Requires('inference.use')
  @ApiOperation({ summary: 'The budget of the API key that the call comes with' })
  @ApiResponse({ status: 200, standardSchema: keyUsageView })
  async budget(@Who() who: Principal): Promise<z.input<typeof keyUsageView>> {
    return toKeyUsage(await this.budgets.of(who));
  }

  @Get('api/usage/token')
  @Requires('inference.use', { takesExpiredKeys: true })
  @ApiOperation({ summary: 'The same in quota units, 500,000 of them to the dollar' })
  @ApiResponse({ status: 200, standardSchema: tokenUsageView })
  async token(@Who() who: Principal): Promise<z.input<typeof tokenUsageView>> {
    return toTokenUsage(await this.budgets.of(who));
  }
}

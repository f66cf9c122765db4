import { Body, Delete, Get, Param, Put, Query } from '@nestjs/common';
import { ApiOperation } from '@nestjs/swagger';
import { OrganizationKeys, Who, type Principal } from '@onegate/auth';
import { cursorQuery, type CursorQuery } from '@onegate/platform';
import { providerKeyChange, ProviderKeysService, type ProviderKeyChange } from '@onegate/tenants';
import type { z } from 'zod';
import { AccountController, Answers, AnswersNothing, RequiresInOrganization } from './account-surface.js';
import { organizationKeysView, toProviderApiKeys } from './organization-keys.view.js';

/** Two kinds of key in one place: those for this server, and those for providers that editors call by themselves. */
@AccountController('organizations/:id')
export class OrganizationKeysController {
  constructor(
    private readonly keys: OrganizationKeys,
    private readonly providerKeys: ProviderKeysService,
  ) {}

  @Get('api-keys')
  @RequiresInOrganization('tenant.remote-config.read')
  @ApiOperation({
    summary: 'The keys of an organization',
    description:
      'The provider keys that editors use, and the keys that draw on it: all for admins, else the own.',
  })
  @Answers(organizationKeysView)
  async list(
    @Who() who: Principal,
    @Param('id') id: string,
    @Query({ schema: cursorQuery }) query: CursorQuery,
  ): Promise<z.input<typeof organizationKeysView>> {
    const shared = await this.providerKeys.read(who, id);
    const page = await this.keys.list(who, id, query);
    return { providerApiKeys: toProviderApiKeys(shared), ...page };
  }

  @Put('provider-keys/:provider')
  @RequiresInOrganization('tenant.remote-config.write')
  @ApiOperation({ summary: 'Share a key for a provider with the editors of all members' })
  @AnswersNothing()
  putProviderKey(
    @Who() who: Principal,
    @Param('id') organizationId: string,
    @Param('provider') provider: string,
    @Body({ schema: providerKeyChange }) body: ProviderKeyChange,
  ): Promise<void> {
    return this.providerKeys.put(who, { organizationId, provider }, body);
  }

  @Delete('provider-keys/:provider')
  @RequiresInOrganization('tenant.remote-config.write')
  @ApiOperation({ summary: 'Share a key for a provider no longer' })
  @AnswersNothing()
  removeProviderKey(
    @Who() who: Principal,
    @Param('id') organizationId: string,
    @Param('provider') provider: string,
  ): Promise<void> {
    return this.providerKeys.remove(who, { organizationId, provider });
  }
}

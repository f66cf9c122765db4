import { Body, Delete, Get, Param, Put } from '@nestjs/common';
import { ApiOperation } from '@nestjs/swagger';
import { Who, type Principal } from '@onegate/auth';
import {
  providerKeyChange,
  ProviderKeysService,
  remoteConfigChange,
  RemoteConfigService,
  type ProviderKeyChange,
  type RemoteConfigChange,
  type RemoteConfigView,
} from '@onegate/tenants';
import { AccountController, Answers, AnswersNothing, RequiresInOrganization } from './account-surface.js';
import { remoteConfigView } from './remote-config.view.js';

/** What an organization sets for the editors of its members. */
@AccountController('organizations/:id')
export class OrganizationSettingsController {
  constructor(
    private readonly remoteConfigs: RemoteConfigService,
    private readonly providerKeys: ProviderKeysService,
  ) {}

  @Get('remote-config')
  @RequiresInOrganization('tenant.remote-config.read')
  @ApiOperation({ summary: 'What the organization prescribes to editors; empty while it is switched off' })
  @Answers(remoteConfigView)
  remoteConfig(@Who() who: Principal, @Param('id') id: string): Promise<RemoteConfigView> {
    return this.remoteConfigs.read(who, id);
  }

  @Put('remote-config')
  @RequiresInOrganization('tenant.remote-config.write')
  @ApiOperation({
    summary: 'Prescribe something to editors',
    description: '`value` is a JSON text. Without it only `enabled` changes.',
  })
  @Answers(remoteConfigView)
  putRemoteConfig(
    @Who() who: Principal,
    @Param('id') id: string,
    @Body({ schema: remoteConfigChange }) body: RemoteConfigChange,
  ): Promise<RemoteConfigView> {
    return this.remoteConfigs.put(who, id, body);
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

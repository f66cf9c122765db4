import { Body, Get, Param, Put } from '@nestjs/common';
import { ApiOperation } from '@nestjs/swagger';
import { Who, type Principal } from '@onegate/auth';
import {
  remoteConfigChange,
  RemoteConfigService,
  type RemoteConfigChange,
  type RemoteConfigView,
} from '@onegate/tenants';
import { AccountController, Answers, RequiresInOrganization } from './account-surface.js';
import { remoteConfigView } from './remote-config.view.js';

@AccountController('organizations/:id/remote-config')
export class OrganizationRemoteConfigController {
  constructor(private readonly remoteConfigs: RemoteConfigService) {}

  @Get()
  @RequiresInOrganization('tenant.remote-config.read')
  @ApiOperation({ summary: 'What the organization prescribes to editors; empty while it is switched off' })
  @Answers(remoteConfigView)
  read(@Who() who: Principal, @Param('id') id: string): Promise<RemoteConfigView> {
    return this.remoteConfigs.read(who, id);
  }

  @Put()
  @RequiresInOrganization('tenant.remote-config.write')
  @ApiOperation({
    summary: 'Prescribe something to editors',
    description: '`value` is a JSON text. Without it only `enabled` changes.',
  })
  @Answers(remoteConfigView)
  put(
    @Who() who: Principal,
    @Param('id') id: string,
    @Body({ schema: remoteConfigChange }) body: RemoteConfigChange,
  ): Promise<RemoteConfigView> {
    return this.remoteConfigs.put(who, id, body);
  }
}

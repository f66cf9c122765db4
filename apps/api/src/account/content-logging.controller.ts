import { Body, Get, Param, Put } from '@nestjs/common';
import { ApiOperation } from '@nestjs/swagger';
import { Who, type Principal } from '@onegate/auth';
import { Requires } from '@onegate/platform';
import { ContentSettings, contentSettingInput, type ContentSettingInput } from '@onegate/usage';
import { AccountController, Answers, RequiresInOrganization } from './account-surface.js';

/** Whether what is said in calls is kept: never, unless an account turns it on. */
@AccountController('')
export class ContentLoggingController {
  constructor(private readonly settings: ContentSettings) {}

  @Get('organizations/:orgId/content-logging')
  @RequiresInOrganization('tenant.read')
  @ApiOperation({ summary: 'Whether prompts and answers of the organization are kept, and for how long' })
  @Answers(contentSettingInput)
  ofOrganization(@Who() who: Principal, @Param('orgId') orgId: string): Promise<ContentSettingInput> {
    return this.settings.ofOrganization(who, orgId);
  }

  @Put('organizations/:orgId/content-logging')
  @RequiresInOrganization('tenant.content.write')
  @ApiOperation({
    summary: 'Keep prompts and answers of the organization, or stop keeping them',
    description: 'Encrypted, of calls from now on. What was kept stays until its days are over.',
  })
  @Answers(contentSettingInput)
  setForOrganization(
    @Who() who: Principal,
    @Param('orgId') orgId: string,
    @Body({ schema: contentSettingInput }) body: ContentSettingInput,
  ): Promise<ContentSettingInput> {
    return this.settings.setForOrganization(who, orgId, body);
  }

  @Get('content-logging')
  @Requires('account.use')
  @ApiOperation({ summary: "Whether prompts and answers on one's personal account are kept" })
  @Answers(contentSettingInput)
  ofPerson(@Who() who: Principal): Promise<ContentSettingInput> {
    return this.settings.ofPerson(who);
  }

  @Put('content-logging')
  @Requires('account.use')
  @ApiOperation({ summary: "Keep prompts and answers on one's personal account, or stop keeping them" })
  @Answers(contentSettingInput)
  setForPerson(
    @Who() who: Principal,
    @Body({ schema: contentSettingInput }) body: ContentSettingInput,
  ): Promise<ContentSettingInput> {
    return this.settings.setForPerson(who, body);
  }
}

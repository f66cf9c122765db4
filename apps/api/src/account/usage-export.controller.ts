import { Controller, Get, Param, Query, type StreamableFile } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Who, type Principal } from '@onegate/auth';
import { csvContentType, jsonlContentType, Requires, xlsxContentType } from '@onegate/platform';
import {
  StatisticsScope,
  stretchOf,
  UsageAccess,
  usageFileQuery,
  UsageHistory,
  type UsageFileQuery,
} from '@onegate/usage';
import { AnswersFile } from '../docs/answers-file.js';
import { apiTags } from '../docs/api-tags.js';
import { RequiresInOrganization } from './account-surface.js';
import { usageFile } from './usage-export.js';

/** Files are no answers in an envelope. */
@ApiTags(apiTags.account)
@Controller('api/v1')
export class UsageExportController {
  constructor(
    private readonly access: UsageAccess,
    private readonly scope: StatisticsScope,
    private readonly history: UsageHistory,
  ) {}

  @Get('users/:id/usages/export')
  @Requires('account.use')
  @ApiOperation({ summary: 'The own calls as a CSV, Excel or JSON Lines file; days are of UTC' })
  @AnswersFile(csvContentType, xlsxContentType, jsonlContentType)
  own(
    @Who() who: Principal,
    @Param('id') id: string,
    @Query({ schema: usageFileQuery }) query: UsageFileQuery,
  ): StreamableFile {
    const of = this.access.own(who, id);
    const { span } = this.scope.own(who, query);
    return usageFile(this.history.each(of, stretchOf(span)), query.format);
  }

  @Get('organizations/:id/usages/export')
  @RequiresInOrganization('tenant.usage.read')
  @ApiOperation({ summary: 'The calls of an organization as a file; days are of its time zone' })
  @AnswersFile(csvContentType, xlsxContentType, jsonlContentType)
  async organization(
    @Who() who: Principal,
    @Param('id') id: string,
    @Query({ schema: usageFileQuery }) query: UsageFileQuery,
  ): Promise<StreamableFile> {
    const tenant = await this.access.organization(who, id);
    const { span } = await this.scope.tenant(who, tenant.id, query);
    const of = { accounts: [`o${tenant.id}`], userId: null } as const;
    return usageFile(this.history.each(of, stretchOf(span)), query.format);
  }
}

import { Get, Param, Query, type StreamableFile } from '@nestjs/common';
import { ApiOperation, ApiProduces } from '@nestjs/swagger';
import { Who, type Principal } from '@onegate/auth';
import {
  AccountAccess,
  Balances,
  statementExportQuery,
  statementQuery,
  Statements,
  type StatementExportQuery,
  type StatementQuery,
} from '@onegate/billing';
import { toMicroUsd } from '@onegate/platform';
import { z } from 'zod';
import { statementFile, statementTypes } from '../statements/statement-file.js';
import { AccountController, Answers, RequiresInOrganization } from './account-surface.js';
import { statementView, toStatementView } from './statement.view.js';

const balanceView = z
  .object({ organizationId: z.string(), balance: z.int().meta({ description: 'In millionths of a dollar' }) })
  .meta({ id: 'OrganizationBalance' });

/** The money of an organization. */
@AccountController('organizations/:id')
export class OrganizationWalletController {
  constructor(
    private readonly access: AccountAccess,
    private readonly balances: Balances,
    private readonly statements: Statements,
  ) {}

  @Get('balance')
  @RequiresInOrganization('tenant.read')
  @ApiOperation({ summary: 'What is left, for all members: editors show it to whoever draws on it' })
  @Answers(balanceView)
  async balance(@Who() who: Principal, @Param('id') id: string): Promise<z.input<typeof balanceView>> {
    const account = await this.access.organization(who, 'tenant.read', id);
    const { balance } = await this.balances.of(account);
    return { organizationId: account.publicId, balance: toMicroUsd(balance) };
  }

  @Get('statement')
  @RequiresInOrganization('tenant.billing.read')
  @ApiOperation({ summary: 'Every movement on the account of an organization, the newest first' })
  @Answers(statementView)
  async statement(
    @Who() who: Principal,
    @Param('id') id: string,
    @Query({ schema: statementQuery }) query: StatementQuery,
  ): Promise<z.input<typeof statementView>> {
    const account = await this.access.organization(who, 'tenant.billing.read', id);
    return toStatementView(await this.statements.ofAccount(account, query));
  }

  @Get('statement/export')
  @RequiresInOrganization('tenant.billing.read')
  @ApiOperation({ summary: 'The same as a file, the oldest first' })
  @ApiProduces(...statementTypes)
  async export(
    @Who() who: Principal,
    @Param('id') id: string,
    @Query({ schema: statementExportQuery }) query: StatementExportQuery,
  ): Promise<StreamableFile> {
    const account = await this.access.organization(who, 'tenant.billing.read', id);
    return statementFile(this.statements.exportAccount(account, query), query.format);
  }
}

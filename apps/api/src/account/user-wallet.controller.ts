import { Get, Param, Query, type StreamableFile } from '@nestjs/common';
import { ApiOperation, ApiProduces, ApiResponse } from '@nestjs/swagger';
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
import { Requires, toMicroUsd } from '@onegate/platform';
import { z } from 'zod';
import { statementFile, statementTypes } from '../statements/statement-file.js';
import { AccountController, Answers } from './account-surface.js';
import { statementView, toStatementView } from './statement.view.js';

const balanceView = z
  .object({ balance: z.int().meta({ description: 'In millionths of a dollar' }), userId: z.string() })
  .meta({ id: 'UserBalance' });

/** The money of a person's own account; `me` stands for his id. */
@AccountController('users/:id')
@Requires('account.use')
@ApiResponse({ status: 404, description: 'Somebody else' })
export class UserWalletController {
  constructor(
    private readonly access: AccountAccess,
    private readonly balances: Balances,
    private readonly statements: Statements,
  ) {}

  @Get('balance')
  @ApiOperation({ summary: 'What is left on the own account' })
  @Answers(balanceView)
  async balance(@Who() who: Principal, @Param('id') id: string): Promise<z.input<typeof balanceView>> {
    const account = await this.access.user(who, id);
    const { balance } = await this.balances.of(account);
    return { balance: toMicroUsd(balance), userId: account.publicId };
  }

  @Get('statement')
  @ApiOperation({ summary: 'Every movement on the own account, the newest first' })
  @Answers(statementView)
  async statement(
    @Who() who: Principal,
    @Param('id') id: string,
    @Query({ schema: statementQuery }) query: StatementQuery,
  ): Promise<z.input<typeof statementView>> {
    const account = await this.access.userInPerson(who, id);
    return toStatementView(await this.statements.ofAccount(account, query));
  }

  @Get('statement/export')
  @ApiOperation({ summary: 'The same as a file, the oldest first' })
  @ApiProduces(...statementTypes)
  async export(
    @Who() who: Principal,
    @Param('id') id: string,
    @Query({ schema: statementExportQuery }) query: StatementExportQuery,
  ): Promise<StreamableFile> {
    const account = await this.access.userInPerson(who, id);
    return statementFile(this.statements.exportAccount(account, query), query.format);
  }
}

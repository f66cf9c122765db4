import { Get, Injectable, Query, type StreamableFile } from '@nestjs/common';
import { ApiOperation } from '@nestjs/swagger';
import {
  Balances,
  statementExportQuery,
  statementQuery,
  Statements,
  type KnownAccount,
  type StatementExportQuery,
  type StatementQuery,
} from '@onegate/billing';
import { toMicroUsd } from '@onegate/platform';
import { z } from 'zod';
import { AnswersFile } from '../docs/answers-file.js';
import { statementFile, statementTypes } from '../statements/statement-file.js';
import { AccountDoor, type AccountCall } from './account-door.service.js';
import { Call, OrganizationAccount, PersonalAccount, RequiresRight } from './account-kinds.js';
import { Answers } from './account-surface.js';
import { statementView, toStatementView } from './statement.view.js';

const balance = z.int().meta({ description: 'In millionths of a dollar' });
const userBalanceView = z.object({ balance, userId: z.string() }).meta({ id: 'UserBalance' });
const organizationBalanceView = z
  .object({ organizationId: z.string(), balance })
  .meta({ id: 'OrganizationBalance' });

/** The money of an account. */
@Injectable()
abstract class WalletController {
  constructor(
    protected readonly door: AccountDoor,
    private readonly balances: Balances,
    private readonly statements: Statements,
  ) {}

  @Get('statement')
  @RequiresRight('read')
  @ApiOperation({ summary: 'Every movement on the account, the newest first' })
  @Answers(statementView)
  async statement(
    @Call() call: AccountCall,
    @Query({ schema: statementQuery }) query: StatementQuery,
  ): Promise<z.input<typeof statementView>> {
    const account = await this.door.open(call);
    return toStatementView(await this.statements.ofAccount(account, query));
  }

  @Get('statement/export')
  @RequiresRight('read')
  @ApiOperation({ summary: 'The same as a file, the oldest first' })
  @AnswersFile(...statementTypes)
  async export(
    @Call() call: AccountCall,
    @Query({ schema: statementExportQuery }) query: StatementExportQuery,
  ): Promise<StreamableFile> {
    const account = await this.door.open(call);
    return statementFile(this.statements.exportAccount(account, query), query.format);
  }

  protected async left(account: KnownAccount): Promise<number> {
    const { balance } = await this.balances.of(account);
    return toMicroUsd(balance);
  }
}

@PersonalAccount('users/:id')
export class UserWalletController extends WalletController {
  @Get('balance')
  @RequiresRight('see')
  @ApiOperation({ summary: 'What is left on the own account' })
  @Answers(userBalanceView)
  async balance(@Call() call: AccountCall): Promise<z.input<typeof userBalanceView>> {
    const account = await this.door.open(call);
    return { balance: await this.left(account), userId: account.publicId };
  }
}

@OrganizationAccount('organizations/:id')
export class OrganizationWalletController extends WalletController {
  @Get('balance')
  @RequiresRight('see')
  @ApiOperation({ summary: 'What is left, for all members: editors show it to whoever draws on it' })
  @Answers(organizationBalanceView)
  async balance(@Call() call: AccountCall): Promise<z.input<typeof organizationBalanceView>> {
    const account = await this.door.open(call);
    return { organizationId: account.publicId, balance: await this.left(account) };
  }
}

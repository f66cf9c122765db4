import { Body, Get, Param, Post, Query, Req, type StreamableFile } from '@nestjs/common';
import { ApiOperation } from '@nestjs/swagger';
import { Who, type Principal } from '@onegate/auth';
import {
  creditChange,
  newWallet,
  statementExportQuery,
  statementQuery,
  Statements,
  WalletAdmin,
  WalletListing,
  walletsQuery,
  type CreditChange,
  type NewWallet,
  type StatementExportQuery,
  type StatementQuery,
  type WalletsQuery,
} from '@onegate/billing';
import { laravelPage, Requires, type LaravelPage } from '@onegate/platform';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { AnswersFile } from '../docs/answers-file.js';
import { statementFile, statementTypes } from '../statements/statement-file.js';
import { AdminController, Answers, pageOf, rowId } from './admin-surface.js';
import { pageAddress } from './page-address.js';
import { creditChangeView, toCreditChangeView, toWalletMovementView, toWalletView } from './wallet.view.js';
import { walletMovementView, walletView, type WalletView } from './wallet.view.js';

const statementPage = z
  .object({ data: z.array(walletMovementView), per_page: z.int(), next_cursor: z.string().nullable() })
  .meta({ id: 'WalletStatement' });

/** Wallets: all for administrators of the platform; for owners of tenants those of their tenants, to look at. */
@AdminController('wallets')
export class WalletsController {
  constructor(
    private readonly listing: WalletListing,
    private readonly statements: Statements,
    private readonly wallets: WalletAdmin,
  ) {}

  @Get()
  @Requires('tenant.billing.read')
  @ApiOperation({ summary: 'The wallets within reach' })
  @Answers(pageOf(walletView))
  async list(
    @Who() who: Principal,
    @Query({ schema: walletsQuery }) query: WalletsQuery,
    @Req() request: FastifyRequest,
  ): Promise<LaravelPage<WalletView>> {
    const { rows, total } = await this.listing.list(who, query);
    return laravelPage({ rows: rows.map(toWalletView), total }, query, pageAddress(request));
  }

  @Post()
  @Requires('platform.billing.write')
  @ApiOperation({ summary: 'The wallet of a person or tenant, opened unless it is there' })
  @Answers(walletView, 201)
  async open(@Who() who: Principal, @Body({ schema: newWallet }) body: NewWallet): Promise<WalletView> {
    return toWalletView(await this.wallets.open(who, body));
  }

  @Get(':id')
  @Requires('tenant.billing.read')
  @ApiOperation({ summary: 'One wallet' })
  @Answers(walletView)
  async read(@Who() who: Principal, @Param('id', rowId) id: number): Promise<WalletView> {
    return toWalletView(await this.listing.read(who, id));
  }

  @Get(':id/statement')
  @Requires('tenant.billing.read')
  @ApiOperation({ summary: 'Every movement on a wallet, the newest first' })
  @Answers(statementPage)
  async statement(
    @Who() who: Principal,
    @Param('id', rowId) id: number,
    @Query({ schema: statementQuery }) query: StatementQuery,
  ): Promise<z.input<typeof statementPage>> {
    const wallet = await this.listing.read(who, id);
    const { items, nextToken } = await this.statements.page(wallet.id, query);
    return {
      data: items.map(toWalletMovementView),
      per_page: query.limit,
      next_cursor: nextToken ?? null,
    };
  }

  @Get(':id/statement/export')
  @Requires('tenant.billing.read')
  @ApiOperation({ summary: 'The same as a file, the oldest first' })
  @AnswersFile(...statementTypes)
  async export(
    @Who() who: Principal,
    @Param('id', rowId) id: number,
    @Query({ schema: statementExportQuery }) query: StatementExportQuery,
  ): Promise<StreamableFile> {
    const wallet = await this.listing.read(who, id);
    return statementFile(this.statements.export(wallet.id, query), query.format);
  }

  @Post(':id/credits')
  @Requires('platform.billing.write')
  @ApiOperation({
    summary: 'Give or take credit by hand',
    description:
      'The same reference again changes nothing and is answered with what was done the first time.',
  })
  @Answers(creditChangeView, 201)
  async change(
    @Who() who: Principal,
    @Param('id', rowId) id: number,
    @Body({ schema: creditChange }) body: CreditChange,
  ): Promise<z.input<typeof creditChangeView>> {
    return toCreditChangeView(await this.wallets.change(who, id, body));
  }
}

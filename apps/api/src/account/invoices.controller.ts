import { Get, Injectable, Param, Query, type StreamableFile } from '@nestjs/common';
import { ApiOperation } from '@nestjs/swagger';
import { InvoicePapers, Invoices } from '@onegate/billing';
import { cursorQuery, type CursorQuery } from '@onegate/platform';
import type { z } from 'zod';
import { AnswersFile } from '../docs/answers-file.js';
import { AccountDoor, type AccountCall } from './account-door.service.js';
import { Call, OrganizationAccount, PersonalAccount, RequiresRight } from './account-kinds.js';
import { Answers } from './account-surface.js';
import {
  invoicePageFile,
  invoicePdfFile,
  invoicesView,
  invoiceView,
  toInvoicesView,
  toInvoiceView,
  type InvoiceView,
} from './invoice.view.js';

/** The invoices of an account. */
@Injectable()
abstract class InvoicesController {
  constructor(
    private readonly door: AccountDoor,
    private readonly invoices: Invoices,
    private readonly papers: InvoicePapers,
  ) {}

  @Get()
  @RequiresRight('read')
  @ApiOperation({ summary: 'Invoices, the newest first' })
  @Answers(invoicesView)
  async list(
    @Call() call: AccountCall,
    @Query({ schema: cursorQuery }) query: CursorQuery,
  ): Promise<z.input<typeof invoicesView>> {
    return toInvoicesView(await this.invoices.list(await this.door.open(call), query));
  }

  @Get(':invoiceId')
  @RequiresRight('read')
  @ApiOperation({ summary: 'One invoice' })
  @Answers(invoiceView)
  async read(@Call() call: AccountCall, @Param('invoiceId') invoiceId: string): Promise<InvoiceView> {
    return toInvoiceView(await this.invoices.read(await this.door.open(call), invoiceId));
  }

  @Get(':invoiceId/page')
  @RequiresRight('read')
  @ApiOperation({ summary: 'The same as a page to print' })
  @AnswersFile('text/html')
  async page(@Call() call: AccountCall, @Param('invoiceId') invoiceId: string): Promise<StreamableFile> {
    const invoice = await this.invoices.read(await this.door.open(call), invoiceId);
    return invoicePageFile(this.papers.page(invoice));
  }

  @Get(':invoiceId/pdf')
  @RequiresRight('read')
  @ApiOperation({ summary: 'The same as a file' })
  @AnswersFile('application/pdf')
  async pdf(@Call() call: AccountCall, @Param('invoiceId') invoiceId: string): Promise<StreamableFile> {
    const invoice = await this.invoices.read(await this.door.open(call), invoiceId);
    return invoicePdfFile(await this.papers.pdf(invoice), invoice);
  }
}

@PersonalAccount('users/:id/invoices')
export class UserInvoicesController extends InvoicesController {}

@OrganizationAccount('organizations/:orgId/invoices', 'orgId')
export class OrganizationInvoicesController extends InvoicesController {}

import { Get, Param, Query, type StreamableFile } from '@nestjs/common';
import { ApiOperation, ApiProduces } from '@nestjs/swagger';
import { Who, type Principal } from '@onegate/auth';
import { AccountAccess, InvoicePapers, Invoices } from '@onegate/billing';
import { cursorQuery, Requires, type CursorQuery } from '@onegate/platform';
import type { z } from 'zod';
import { AccountController, Answers } from './account-surface.js';
import {
  invoicePageFile,
  invoicePdfFile,
  invoicesView,
  invoiceView,
  toInvoicesView,
  toInvoiceView,
  type InvoiceView,
} from './invoice.view.js';

/** The invoices of a person; `me` stands for his id. */
@AccountController('users/:id/invoices')
@Requires('account.use')
export class UserInvoicesController {
  constructor(
    private readonly access: AccountAccess,
    private readonly invoices: Invoices,
    private readonly papers: InvoicePapers,
  ) {}

  @Get()
  @ApiOperation({ summary: 'Invoices, the newest first' })
  @Answers(invoicesView)
  async list(
    @Who() who: Principal,
    @Param('id') id: string,
    @Query({ schema: cursorQuery }) query: CursorQuery,
  ): Promise<z.input<typeof invoicesView>> {
    return toInvoicesView(await this.invoices.list(await this.access.userInPerson(who, id), query));
  }

  @Get(':invoiceId')
  @ApiOperation({ summary: 'One invoice' })
  @Answers(invoiceView)
  async read(
    @Who() who: Principal,
    @Param('id') id: string,
    @Param('invoiceId') invoiceId: string,
  ): Promise<InvoiceView> {
    return toInvoiceView(await this.invoices.read(await this.access.userInPerson(who, id), invoiceId));
  }

  @Get(':invoiceId/page')
  @ApiOperation({ summary: 'The same as a page to print' })
  @ApiProduces('text/html')
  async page(
    @Who() who: Principal,
    @Param('id') id: string,
    @Param('invoiceId') invoiceId: string,
  ): Promise<StreamableFile> {
    return invoicePageFile(
      this.papers.page(await this.invoices.read(await this.access.userInPerson(who, id), invoiceId)),
    );
  }

  @Get(':invoiceId/pdf')
  @ApiOperation({ summary: 'The same as a file' })
  @ApiProduces('application/pdf')
  async pdf(
    @Who() who: Principal,
    @Param('id') id: string,
    @Param('invoiceId') invoiceId: string,
  ): Promise<StreamableFile> {
    const invoice = await this.invoices.read(await this.access.userInPerson(who, id), invoiceId);
    return invoicePdfFile(await this.papers.pdf(invoice), invoice);
  }
}

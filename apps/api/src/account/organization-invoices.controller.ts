import { Get, Param, Query, type StreamableFile } from '@nestjs/common';
import { ApiOperation, ApiProduces } from '@nestjs/swagger';
import { Who, type Principal } from '@onegate/auth';
import { AccountAccess, InvoicePapers, Invoices } from '@onegate/billing';
import { cursorQuery, type CursorQuery } from '@onegate/platform';
import type { z } from 'zod';
import { AccountController, Answers, RequiresInOrganization } from './account-surface.js';
import {
  invoicePageFile,
  invoicePdfFile,
  invoicesView,
  invoiceView,
  toInvoicesView,
  toInvoiceView,
  type InvoiceView,
} from './invoice.view.js';

/** The invoices of an organization. */
@AccountController('organizations/:orgId/invoices')
export class OrganizationInvoicesController {
  constructor(
    private readonly access: AccountAccess,
    private readonly invoices: Invoices,
    private readonly papers: InvoicePapers,
  ) {}

  @Get()
  @RequiresInOrganization('tenant.billing.read')
  @ApiOperation({ summary: 'Invoices, the newest first' })
  @Answers(invoicesView)
  async list(
    @Who() who: Principal,
    @Param('orgId') orgId: string,
    @Query({ schema: cursorQuery }) query: CursorQuery,
  ): Promise<z.input<typeof invoicesView>> {
    return toInvoicesView(
      await this.invoices.list(await this.access.organization(who, 'tenant.billing.read', orgId), query),
    );
  }

  @Get(':invoiceId')
  @RequiresInOrganization('tenant.billing.read')
  @ApiOperation({ summary: 'One invoice' })
  @Answers(invoiceView)
  async read(
    @Who() who: Principal,
    @Param('orgId') orgId: string,
    @Param('invoiceId') invoiceId: string,
  ): Promise<InvoiceView> {
    return toInvoiceView(
      await this.invoices.read(await this.access.organization(who, 'tenant.billing.read', orgId), invoiceId),
    );
  }

  @Get(':invoiceId/page')
  @RequiresInOrganization('tenant.billing.read')
  @ApiOperation({ summary: 'The same as a page to print' })
  @ApiProduces('text/html')
  async page(
    @Who() who: Principal,
    @Param('orgId') orgId: string,
    @Param('invoiceId') invoiceId: string,
  ): Promise<StreamableFile> {
    return invoicePageFile(
      this.papers.page(
        await this.invoices.read(
          await this.access.organization(who, 'tenant.billing.read', orgId),
          invoiceId,
        ),
      ),
    );
  }

  @Get(':invoiceId/pdf')
  @RequiresInOrganization('tenant.billing.read')
  @ApiOperation({ summary: 'The same as a file' })
  @ApiProduces('application/pdf')
  async pdf(
    @Who() who: Principal,
    @Param('orgId') orgId: string,
    @Param('invoiceId') invoiceId: string,
  ): Promise<StreamableFile> {
    const invoice = await this.invoices.read(
      await this.access.organization(who, 'tenant.billing.read', orgId),
      invoiceId,
    );
    return invoicePdfFile(await this.papers.pdf(invoice), invoice);
  }
}

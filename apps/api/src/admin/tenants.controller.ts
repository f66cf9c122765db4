import { Body, Delete, Get, Param, Post, Put, Query, Req } from '@nestjs/common';
import { ApiOperation, ApiResponse } from '@nestjs/swagger';
import { Who, type Principal } from '@onegate/auth';
import { laravelPage, pageQuery, Requires, type LaravelPage, type PageQuery } from '@onegate/platform';
import {
  PeopleService,
  tenantInput,
  tenantsQuery,
  TenantsService,
  type TenantInput,
  type TenantsQuery,
} from '@onegate/tenants';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { AdminController, Answers, done, pageOf, rowId } from './admin-surface.js';
import { pageAddress } from './page-address.js';
import {
  tenantView,
  tenantWithUsers,
  toTenantView,
  toTenantWithUsers,
  type TenantView,
} from './tenant.view.js';

@AdminController('tenants')
export class TenantsController {
  constructor(
    private readonly tenants: TenantsService,
    private readonly people: PeopleService,
  ) {}

  @Get()
  @Requires('tenant.users.read')
  @ApiOperation({ summary: 'The tenants within reach' })
  @Answers(pageOf(tenantView))
  async list(
    @Who() who: Principal,
    @Query({ schema: tenantsQuery }) query: TenantsQuery,
    @Req() request: FastifyRequest,
  ): Promise<LaravelPage<TenantView>> {
    const { rows, total } = await this.tenants.list(who, query);
    return laravelPage({ rows: rows.map(toTenantView), total }, query, pageAddress(request));
  }

  @Get(':id')
  @Requires('account.use')
  @ApiOperation({ summary: 'A tenant with a page of its users; the user list has all of them' })
  @Answers(tenantWithUsers)
  async read(
    @Who() who: Principal,
    @Param('id', rowId) id: number,
    @Query({ schema: pageQuery }) page: PageQuery,
  ): Promise<z.input<typeof tenantWithUsers>> {
    const tenant = await this.tenants.read(who, id);
    const filter = { tenant_id: id, search: '', sort: 'id', direction: 'asc' } as const;
    const { rows } = await this.people.list(who, { ...page, ...filter });
    return toTenantWithUsers(tenant, rows);
  }

  @Post()
  @Requires('platform.tenants.write')
  @ApiOperation({ summary: 'Create a tenant; nobody belongs to it yet' })
  @Answers(tenantView, 201)
  async create(@Who() who: Principal, @Body({ schema: tenantInput }) body: TenantInput): Promise<TenantView> {
    return toTenantView(await this.tenants.create(who, body));
  }

  @Put(':id')
  @Requires('account.use')
  @ApiOperation({ summary: 'Rename a tenant' })
  @Answers(tenantView)
  async update(
    @Who() who: Principal,
    @Param('id', rowId) id: number,
    @Body({ schema: tenantInput }) body: TenantInput,
  ): Promise<TenantView> {
    return toTenantView(await this.tenants.change(who, id, body));
  }

  @Delete(':id')
  @Requires('account.use')
  @ApiOperation({ summary: 'Delete a tenant: gone at once, purged for good later' })
  @Answers(done)
  @ApiResponse({ status: 409, description: 'A subscription that was bought runs' })
  async remove(@Who() who: Principal, @Param('id', rowId) id: number): Promise<z.input<typeof done>> {
    await this.tenants.remove(who, id);
    return { message: 'Tenant deleted' };
  }
}

import { Get, Query, Req, type StreamableFile } from '@nestjs/common';
import { ApiOperation } from '@nestjs/swagger';
import { Who, type Principal } from '@onegate/auth';
import {
  csvContentType,
  jsonlContentType,
  laravelPage,
  Requires,
  xlsxContentType,
  type LaravelPage,
} from '@onegate/platform';
import { peopleQuery, PeopleService, TenantsService, type PeopleQuery } from '@onegate/tenants';
import { PeopleUsage, toAskedSpan } from '@onegate/usage';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { AnswersFile } from '../docs/answers-file.js';
import { AdminController, Answers, pageOf } from './admin-surface.js';
import { pageAddress } from './page-address.js';
import { exportQuery, peopleFile, type ExportQuery } from './people-export.js';
import { personView, toPersonView, type PersonView } from './person.view.js';

const tenantName = z.object({ id: z.int(), name: z.string() }).meta({ id: 'TenantName' });

/** People in bulk. */
@AdminController('users')
@Requires('tenant.users.read')
export class PeopleController {
  constructor(
    private readonly people: PeopleService,
    private readonly tenants: TenantsService,
    private readonly usage: PeopleUsage,
  ) {}

  @Get()
  @ApiOperation({ summary: 'The people within reach, by tenant, search and page' })
  @Answers(pageOf(personView))
  async list(
    @Who() who: Principal,
    @Query({ schema: peopleQuery }) query: PeopleQuery,
    @Req() request: FastifyRequest,
  ): Promise<LaravelPage<PersonView>> {
    const { rows, total } = await this.people.list(who, query);
    return laravelPage({ rows: rows.map(toPersonView), total }, query, pageAddress(request));
  }

  @Get('export')
  @ApiOperation({
    summary: 'The same people with what they used, as a CSV, Excel or JSON Lines file, without pages',
  })
  @AnswersFile(csvContentType, xlsxContentType, jsonlContentType)
  async export(
    @Who() who: Principal,
    @Query({ schema: exportQuery }) query: ExportQuery,
  ): Promise<StreamableFile> {
    const people = await this.people.export(who, query);
    return peopleFile(this.usage.beside(who, people, toAskedSpan(query)), query.format);
  }

  @Get('tenants-list')
  @ApiOperation({ summary: 'The tenants to choose from in a filter' })
  @Answers(z.array(tenantName))
  tenantsList(@Who() who: Principal): Promise<z.input<typeof tenantName>[]> {
    return this.tenants.names(who);
  }
}

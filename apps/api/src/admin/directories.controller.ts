import { Body, Delete, Get, Param, Post, Put } from '@nestjs/common';
import { ApiOperation } from '@nestjs/swagger';
import { Who, type Principal } from '@onegate/auth';
import { Requires } from '@onegate/platform';
import {
  DirectoriesService,
  directoryInput,
  DirectoryTrialService,
  type DirectoryInput,
} from '@onegate/tenants';
import { z } from 'zod';
import { AdminController, Answers, done, rowId } from './admin-surface.js';
import {
  directoryTrialView,
  directoryView,
  toDirectoryTrialView,
  toDirectoryView,
  type DirectoryView,
} from './directory.view.js';

/** Where a tenant's people come from. Its owners set it, because it decides who the owners are. */
@AdminController('tenants/:id/directory')
export class DirectoriesController {
  constructor(
    private readonly directories: DirectoriesService,
    private readonly trial: DirectoryTrialService,
  ) {}

  @Get()
  @Requires('tenant.directory.read')
  @ApiOperation({ summary: 'The directory of a tenant, without its credentials' })
  @Answers(directoryView)
  async read(@Who() who: Principal, @Param('id', rowId) tenantId: number): Promise<DirectoryView> {
    return toDirectoryView(await this.directories.read(who, tenantId));
  }

  @Put()
  @Requires('tenant.directory.write')
  @ApiOperation({
    summary: 'Set the directory of a tenant',
    description: 'Without credentials the present ones stay, as long as the address stays at the same host.',
  })
  @Answers(directoryView)
  async put(
    @Who() who: Principal,
    @Param('id', rowId) tenantId: number,
    @Body({ schema: directoryInput }) body: DirectoryInput,
  ): Promise<DirectoryView> {
    return toDirectoryView(await this.directories.put(who, tenantId, body));
  }

  @Delete()
  @Requires('tenant.directory.write')
  @ApiOperation({ summary: 'Let go of the directory; the people stay as they are' })
  @Answers(done)
  async remove(@Who() who: Principal, @Param('id', rowId) tenantId: number): Promise<z.input<typeof done>> {
    await this.directories.remove(who, tenantId);
    return { message: 'Directory deleted' };
  }

  @Post('test')
  @Requires('tenant.directory.read')
  @ApiOperation({ summary: 'Read the first page and change nothing' })
  @Answers(directoryTrialView)
  async test(
    @Who() who: Principal,
    @Param('id', rowId) tenantId: number,
  ): Promise<z.input<typeof directoryTrialView>> {
    return toDirectoryTrialView(await this.trial.run(who, tenantId));
  }
}

import { Body, Delete, Get, Param, Post } from '@nestjs/common';
import { ApiOperation } from '@nestjs/swagger';
import { Passwords, Who, type Principal } from '@onegate/auth';
import { Requires } from '@onegate/platform';
import { PersonAccess, PersonCreationService, PersonRemovalService } from '@onegate/tenants';
import { z } from 'zod';
import { AdminController, Answers, done, rowId } from './admin-surface.js';
import { createPerson, type CreatePerson } from './person.schema.js';
import { personView, toPersonView, type PersonView } from './person.view.js';

/** One person at a time. Who may see or change whom is the services' question, so that strangers are not found. */
@AdminController('users')
export class UsersController {
  constructor(
    private readonly access: PersonAccess,
    private readonly creation: PersonCreationService,
    private readonly removal: PersonRemovalService,
    private readonly passwords: Passwords,
  ) {}

  @Get(':id')
  @Requires('account.use')
  @ApiOperation({ summary: 'A person: oneself, or one of those within reach' })
  @Answers(personView)
  async read(@Who() who: Principal, @Param('id', rowId) id: number): Promise<PersonView> {
    return toPersonView(await this.access.read(who, id));
  }

  @Post()
  @Requires('tenant.users.write')
  @ApiOperation({ summary: 'Make an account for somebody' })
  @Answers(personView, 201)
  async create(
    @Who() who: Principal,
    @Body({ schema: createPerson }) { password, ...person }: CreatePerson,
  ): Promise<PersonView> {
    const passwordHash = await this.passwords.hash(password);
    return toPersonView(await this.creation.create(who, { ...person, passwordHash }));
  }

  @Delete(':id')
  @Requires('tenant.users.write')
  @ApiOperation({
    summary: 'Delete a person',
    description:
      'Sessions and keys die at once. Who also belongs to tenants out of reach only leaves those within reach. Refused for oneself and for the last owner of a tenant.',
  })
  @Answers(done)
  async remove(@Who() who: Principal, @Param('id', rowId) id: number): Promise<z.input<typeof done>> {
    await this.removal.remove(who, id);
    return { message: 'User deleted' };
  }
}

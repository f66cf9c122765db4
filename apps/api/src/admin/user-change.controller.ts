import { Body, Param, Put } from '@nestjs/common';
import { ApiOperation } from '@nestjs/swagger';
import { PasswordChanges, Passwords, Who, type Principal } from '@onegate/auth';
import { Requires } from '@onegate/platform';
import { PersonChangeService } from '@onegate/tenants';
import { AdminController, Answers, rowId } from './admin-surface.js';
import { updatePerson, type UpdatePerson } from './person.schema.js';
import { personView, toPersonView, type PersonView } from './person.view.js';

@AdminController('users')
export class UserChangeController {
  constructor(
    private readonly changing: PersonChangeService,
    private readonly passwords: Passwords,
    private readonly passwordChanges: PasswordChanges,
  ) {}

  @Put(':id')
  @Requires('account.use')
  @ApiOperation({ summary: 'Change a person; of oneself, everybody may change the name' })
  @Answers(personView)
  async update(
    @Who() who: Principal,
    @Param('id', rowId) id: number,
    @Body({ schema: updatePerson }) { password, ...change }: UpdatePerson,
  ): Promise<PersonView> {
    const setPassword = password === undefined ? undefined : this.setting(password);
    return toPersonView(await this.changing.change(who, id, { ...change, setPassword }));
  }

  /** Hashed only once it is known that it may be set, because that costs. */
  private setting(password: string) {
    return async (userId: number) => this.passwordChanges.set(userId, await this.passwords.hash(password));
  }
}

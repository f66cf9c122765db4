import { Body, Delete, Get, Patch, Post, Put } from '@nestjs/common';
import { ApiOperation } from '@nestjs/swagger';
import { needsSession, Who, type Principal } from '@onegate/auth';
import { Requires } from '@onegate/platform';
import {
  AccountRemovalService,
  AccountService,
  activeAccountChange,
  profileChange,
  RemoteConfigService,
  type ActiveAccountChange,
  type PersonalRemoteConfig,
  type ProfileChange,
} from '@onegate/tenants';
import { z } from 'zod';
import { AccountController, Answers, AnswersNothing } from './account-surface.js';
import { personalRemoteConfigView } from './remote-config.view.js';
import { toUserView, userView } from './user.view.js';

const termsView = z.object({ termsAcceptedAt: z.iso.datetime() }).meta({ id: 'TermsAccepted' });
const activeAccountView = z.object({ organizationId: z.string().nullable() }).meta({ id: 'ActiveAccount' });

@AccountController('users')
@Requires('account.use')
export class AccountUsersController {
  constructor(
    private readonly accounts: AccountService,
    private readonly removal: AccountRemovalService,
    private readonly remoteConfigs: RemoteConfigService,
  ) {}

  @Get('me')
  @ApiOperation({ summary: 'The own account, with all organizations; at most one of them is active' })
  @Answers(userView)
  async read(@Who() who: Principal): Promise<z.input<typeof userView>> {
    return toUserView(await this.accounts.read(who));
  }

  @Patch('me')
  @ApiOperation({ summary: 'Change name and photo' })
  @Answers(userView)
  async change(
    @Who() who: Principal,
    @Body({ schema: profileChange }) body: ProfileChange,
  ): Promise<z.input<typeof userView>> {
    return toUserView(await this.accounts.change(who, body));
  }

  @Delete('me')
  @ApiOperation({
    summary: 'Delete the own account for good',
    description:
      'Sessions and keys die, the e-mail is free again, personal data is made anonymous. Refused while the person is the last owner of an organization. The key of an organization cannot do it.',
  })
  @AnswersNothing()
  async remove(@Who() who: Principal): Promise<void> {
    if (who.key && who.key.tenantId !== null) throw needsSession();
    await this.removal.remove(who);
  }

  @Post('me/accept-terms')
  @ApiOperation({ summary: 'Accept the terms of service' })
  @Answers(termsView)
  async acceptTerms(@Who() who: Principal): Promise<z.input<typeof termsView>> {
    const acceptedAt = await this.accounts.acceptTerms(who);
    return { termsAcceptedAt: acceptedAt.toISOString() };
  }

  @Put('active-account')
  @ApiOperation({ summary: 'Choose the account that calls draw on: an organization, or the personal one' })
  @Answers(activeAccountView)
  async activate(
    @Who() who: Principal,
    @Body({ schema: activeAccountChange }) body: ActiveAccountChange,
  ): Promise<z.input<typeof activeAccountView>> {
    await this.accounts.activate(who, body);
    return body;
  }

  @Get('me/remote-config')
  @ApiOperation({ summary: 'What an organization prescribes to the own editor; null when none does' })
  @Answers(personalRemoteConfigView.nullable())
  remoteConfig(@Who() who: Principal): Promise<PersonalRemoteConfig | null> {
    return this.remoteConfigs.prescribedTo(who);
  }
}

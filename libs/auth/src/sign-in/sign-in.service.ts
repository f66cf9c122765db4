import { Injectable } from '@nestjs/common';
import { Throttle } from '@onegate/platform';
import { UsersService, type User } from '@onegate/tenants';
import { badCredentials } from '../auth.errors.js';
import { PasswordChanges } from '../passwords/password-changes.service.js';
import { Passwords } from '../passwords/passwords.js';
import { Sessions } from '../sessions/sessions.service.js';
import type { IssuedTokens } from '../sessions/token-pairs.js';
import { accountName, attemptRules } from './attempt-rules.js';

export interface Credentials {
  readonly email: string;
  readonly password: string;
}

export interface SignedIn extends IssuedTokens {
  readonly user: User;
}

@Injectable()
export class SignInService {
  constructor(
    private readonly users: UsersService,
    private readonly passwords: Passwords,
    private readonly changes: PasswordChanges,
    private readonly throttle: Throttle,
    private readonly sessions: Sessions,
  ) {}

  async withPassword(credentials: Credentials): Promise<SignedIn> {
    const user = await this.verify(credentials);
    return { user, ...(await this.sessions.open(user.id)) };
  }

  /** Who it is, without a session yet. Wrong tries are counted for the account and for the address they come from. */
  async verify({ email, password }: Credentials): Promise<User> {
    const rules = attemptRules('login', email);
    const headers = await this.throttle.attempt(rules);
    const user = await this.users.findByEmail(accountName(email));
    const matched = await this.passwords.matches(user?.passwordHash, password);
    if (!user || !matched || user.status !== 'active') throw badCredentials({ headers });
    await this.throttle.forgive(rules);
    await this.changes.renewHash(user, password);
    return user;
  }
}

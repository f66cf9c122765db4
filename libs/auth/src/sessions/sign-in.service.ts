import { Injectable } from '@nestjs/common';
import { UsersService, type User } from '@onegate/tenants';
import { badCredentials } from '../auth.errors.js';
import { Passwords } from '../passwords/passwords.js';
import { SessionTokens } from './session-tokens.js';

interface Credentials {
  readonly email: string;
  readonly password: string;
}

export interface SignedIn {
  readonly user: User;
  readonly token: string;
  readonly expiresIn: number;
}

@Injectable()
export class SignInService {
  constructor(
    private readonly users: UsersService,
    private readonly passwords: Passwords,
    private readonly tokens: SessionTokens,
  ) {}

  async withPassword({ email, password }: Credentials): Promise<SignedIn> {
    const user = await this.users.findByEmail(email);
    const matched = await this.passwords.matches(user?.passwordHash, password);
    if (!user || !matched) throw badCredentials();
    return { user, ...this.tokens.issue(user.id) };
  }
}

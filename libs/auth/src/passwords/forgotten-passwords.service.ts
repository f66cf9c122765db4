import { Injectable } from '@nestjs/common';
import { JobQueue, Throttle } from '@onegate/platform';
import { resetTokenInvalid } from '../auth.errors.js';
import { accountName, attemptRules } from '../sign-in/attempt-rules.js';
import { mailPasswordReset } from './password.jobs.js';
import { PasswordResetting } from './password-resetting.js';
import { PasswordResets } from './password-resets.service.js';
import { Passwords } from './passwords.js';

interface NewPassword {
  readonly email: string;
  readonly token: string;
  readonly password: string;
}

/** For people who cannot sign in because they forgot their password. */
@Injectable()
export class ForgottenPasswords {
  constructor(
    private readonly throttle: Throttle,
    private readonly jobs: JobQueue,
    private readonly resets: PasswordResets,
    private readonly passwords: Passwords,
    private readonly resetting: PasswordResetting,
  ) {}

  /** Does the same whether somebody has the address or not: only the worker finds out. */
  async forgot(email: string): Promise<void> {
    await this.throttle.attempt(attemptRules('password-forgotten', email));
    await this.jobs.enqueue(mailPasswordReset, { email: accountName(email) });
  }

  async reset({ email, token, password }: NewPassword): Promise<void> {
    await this.throttle.attempt(attemptRules('password-reset', email));
    const user = await this.resets.ownerOf(token, email);
    if (!user) throw resetTokenInvalid();
    await this.resetting.apply(user, token, await this.passwords.hash(password));
  }
}

import { Injectable } from '@nestjs/common';
import { JobQueue, Throttle } from '@onegate/platform';
import { UsersService } from '@onegate/tenants';
import { codeInvalid } from '../auth.errors.js';
import { Sessions } from '../sessions/sessions.service.js';
import { accountName, attemptRules } from '../sign-in/attempt-rules.js';
import type { SignedIn } from '../sign-in/sign-in.service.js';
import { mailSignInCode } from './email-code.jobs.js';
import { EmailCodes } from './email-codes.service.js';

/** Signing in with a code that was mailed. */
@Injectable()
export class EmailCodeSignIn {
  constructor(
    private readonly throttle: Throttle,
    private readonly jobs: JobQueue,
    private readonly codes: EmailCodes,
    private readonly users: UsersService,
    private readonly sessions: Sessions,
  ) {}

  /** Does the same whether somebody has the address or not: only the worker finds out. */
  async send(email: string): Promise<void> {
    await this.throttle.attempt(attemptRules('email-code', email));
    await this.jobs.enqueue(mailSignInCode, { email: accountName(email) });
  }

  async signIn(email: string, code: string): Promise<SignedIn> {
    const rules = attemptRules('email-code-try', email);
    await this.throttle.attempt(rules);
    const userId = await this.codes.redeem(email, code);
    const user = userId === null ? null : await this.users.findById(userId);
    if (!user) throw codeInvalid();
    await this.throttle.forgive(rules);
    await this.users.emailProven(user);
    return { user, ...(await this.sessions.open(user.id)) };
  }
}

import { Injectable } from '@nestjs/common';
import { mailPasswordReset, PasswordResets } from '@onegate/auth';
import type { Processor } from '@onegate/platform';

@Injectable()
export class PasswordResetProcessor implements Processor<{ email: string }> {
  readonly job = mailPasswordReset;

  constructor(private readonly resets: PasswordResets) {}

  process({ email }: { email: string }): Promise<{ mailed: boolean }> {
    return this.resets.mailTo(email);
  }
}

import { Injectable } from '@nestjs/common';
import { EmailCodes, mailSignInCode } from '@onegate/auth';
import type { Processor } from '@onegate/platform';

@Injectable()
export class SignInCodeProcessor implements Processor<{ email: string }> {
  readonly job = mailSignInCode;

  constructor(private readonly codes: EmailCodes) {}

  process({ email }: { email: string }): Promise<{ mailed: boolean }> {
    return this.codes.mailTo(email);
  }
}

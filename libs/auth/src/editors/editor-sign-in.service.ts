import { createHash, timingSafeEqual } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { UsersService } from '@onegate/tenants';
import { z } from 'zod';
import { invalidGrant } from '../auth.errors.js';
import { OneTimeCodes, type OneTimeCode } from '../one-time/one-time-codes.service.js';
import { Sessions } from '../sessions/sessions.service.js';
import { SignInService, type Credentials, type SignedIn } from '../sign-in/sign-in.service.js';

const grant = z.object({
  userId: z.number(),
  redirectUri: z.string(),
  codeChallenge: z.string().nullable(),
});
const authorizationCode: OneTimeCode<z.infer<typeof grant>> = {
  name: 'authorization-code',
  meaning: grant,
  seconds: 300,
};

export interface EditorRequest {
  readonly redirectUri: string;
  /** PKCE (S256), for editors that use it. */
  readonly codeChallenge: string | null;
}

export interface CodeExchange {
  readonly code: string;
  readonly redirectUri: string | undefined;
  readonly codeVerifier: string | undefined;
}

const codeTrouble = 'Invalid or expired authorization code';

/** Editors and command-line tools: their owner signs in in the browser, and they get a code that they exchange. */
@Injectable()
export class EditorSignIn {
  constructor(
    private readonly signIn: SignInService,
    private readonly codes: OneTimeCodes,
    private readonly users: UsersService,
    private readonly sessions: Sessions,
  ) {}

  async authorize(credentials: Credentials, request: EditorRequest): Promise<string> {
    const { id: userId } = await this.signIn.verify(credentials);
    return this.codes.issue(authorizationCode, { userId, ...request });
  }

  async exchange({ code, redirectUri, codeVerifier }: CodeExchange): Promise<SignedIn> {
    const given = await this.codes.redeem(authorizationCode, code);
    const fits =
      given && given.redirectUri === redirectUri && provesChallenge(given.codeChallenge, codeVerifier);
    const user = fits ? await this.users.findById(given.userId) : null;
    if (user?.status !== 'active') throw invalidGrant(codeTrouble);
    return { user, ...(await this.sessions.open(user.id)) };
  }
}

function provesChallenge(challenge: string | null, verifier: string | undefined): boolean {
  if (challenge === null) return true;
  const shown = createHash('sha256')
    .update(verifier ?? '')
    .digest('base64url');
  return shown.length === challenge.length && timingSafeEqual(Buffer.from(shown), Buffer.from(challenge));
}

import { Strategy, type Profile, type StrategyOptions, type VerifyCallback } from 'passport-google-oauth20';
import type { Configuration } from '@onegate/platform';
import { z } from 'zod';
import type { GoogleState } from './google-state.js';

/** Who somebody is at Google. */
export interface GooglePerson {
  readonly subject: string;
  readonly email: string;
  readonly emailVerified: boolean;
  readonly name: string;
}

/** What the strategy gets for a request: no HTTP framework, only what it looks at and what it leaves behind. */
export interface GoogleRequest {
  readonly query: Readonly<Record<string, string>>;
  readonly sealedState: string | undefined;
  linkUserId: number | null;
  newSealedState?: string;
}

type VerifyGoogle = (
  accessToken: string,
  refreshToken: string,
  profile: Profile,
  done: VerifyCallback,
) => void;
type StoreDone = (error: Error | null, nonce?: string) => void;
type VerifyDone = (error: Error | null, verifier: string | false, why?: object) => void;

const person = z
  .object({
    sub: z.string().min(1),
    email: z.string().min(3),
    email_verified: z.union([z.boolean(), z.literal('true').transform(() => true)]).optional(),
    name: z.string().optional(),
  })
  .transform(({ sub, email, email_verified: verified, name }): GooglePerson => ({
    subject: sub,
    email: email.toLowerCase(),
    emailVerified: verified === true,
    name: name ?? email,
  }));

/** Shows the access token in a header: in the address, where the library puts it, strict providers refuse it. */
class HeaderStrategy extends Strategy {
  constructor(options: StrategyOptions, verify: VerifyGoogle) {
    super(options, verify);
    this._oauth2.useAuthorizationHeaderforGET(true);
  }
}

/** Passport's strategy with PKCE, its state kept in our cookie instead of a server-side session. */
export function googleStrategy(
  signIn: Configuration['signIn'],
  callbackUrl: string,
  state: GoogleState,
): Strategy {
  const options: StrategyOptions = {
    clientID: signIn.googleClientId ?? '',
    clientSecret: signIn.googleClientSecret ?? '',
    authorizationURL: signIn.googleAuthorizationUrl,
    tokenURL: signIn.googleTokenUrl,
    userProfileURL: signIn.googleUserinfoUrl,
    callbackURL: callbackUrl,
    scope: ['openid', 'email', 'profile'],
    pkce: true,
    store: cookieStore(state) as unknown as StrategyOptions['store'],
  };
  return new HeaderStrategy(options, (_accessToken, _refreshToken, profile, done) => {
    const parsed = person.safeParse(profile._json);
    if (parsed.success) done(null, parsed.data);
    else done(parsed.error);
  });
}

/** The number of parameters tells passport-oauth2 that the store keeps a PKCE verifier. */
function cookieStore(state: GoogleState) {
  return {
    store(request: GoogleRequest, verifier: string, _state: unknown, _meta: unknown, done: StoreDone): void {
      const { nonce, sealed } = state.start(verifier, request.linkUserId);
      request.newSealedState = sealed;
      done(null, nonce);
    },
    verify(request: GoogleRequest, nonce: string | undefined, done: VerifyDone): void {
      const kept = state.open(request.sealedState, nonce ?? '');
      if (!kept) return done(null, false, { reason: 'state' });
      request.linkUserId = kept.linkUserId;
      return done(null, kept.verifier);
    },
  };
}

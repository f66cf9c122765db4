import { Inject, Injectable } from '@nestjs/common';
import { CONFIGURATION, Failure, type Configuration } from '@onegate/platform';
import type { Strategy } from 'passport-google-oauth20';
import { z } from 'zod';
import { runStrategy, type StrategyOutcome } from '../access/run-strategy.js';
import { OneTimeCodes, type OneTimeCode } from '../one-time/one-time-codes.service.js';
import { Sessions } from '../sessions/sessions.service.js';
import type { SignedIn } from '../sign-in/sign-in.service.js';
import {
  googleIncomplete,
  googleRefused,
  googleStateInvalid,
  googleUnavailable,
  ticketInvalid,
} from './google.errors.js';
import { GoogleAccounts } from './google-accounts.service.js';
import { GoogleState } from './google-state.js';
import { googleStrategy, type GooglePerson, type GoogleRequest } from './google-strategy.js';

const callbackPath = '/api/auth/google/callback';
const providerMillis = 10_000;
const linkTicket: OneTimeCode<{ userId: number }> = {
  name: 'google-link',
  meaning: z.object({ userId: z.number() }),
  seconds: 60,
};

/** Signing in with Google, or another OpenID provider in its place. */
@Injectable()
export class GoogleSignIn {
  private readonly strategy: Strategy | null;
  private readonly isComplete: boolean;

  constructor(
    @Inject(CONFIGURATION) { signIn, http }: Configuration,
    state: GoogleState,
    private readonly accounts: GoogleAccounts,
    private readonly tickets: OneTimeCodes,
    private readonly sessions: Sessions,
  ) {
    const publicUrl = http.publicUrl ?? `http://${http.host}:${http.port}`;
    const callbackUrl = `${publicUrl.replace(/\/+$/, '')}${callbackPath}`;
    this.strategy = signIn.googleClientId ? googleStrategy(signIn, callbackUrl, state) : null;
    this.isComplete = Boolean(signIn.googleClientSecret && http.frontendUrl);
  }

  /** Throws when it is configured by half: whoever did so wants to know. */
  get isConfigured(): boolean {
    if (this.strategy && !this.isComplete) throw googleIncomplete();
    return this.strategy !== null;
  }

  /** A ticket with which the signed-in person's browser starts a flow that connects Google to his account. */
  ticketFor(userId: number): Promise<string> {
    return this.tickets.issue(linkTicket, { userId });
  }

  /** Where to send the browser, and what it is to keep meanwhile. */
  async begin(ticket: string | undefined): Promise<{ url: string; sealedState: string }> {
    const request: GoogleRequest = {
      query: {},
      sealedState: undefined,
      linkUserId: await this.linkedBy(ticket),
    };
    const outcome = await this.run(request);
    if (outcome.kind !== 'redirect' || !request.newSealedState) throw googleRefused();
    return { url: outcome.url, sealedState: request.newSealedState };
  }

  /** The browser is back from Google. */
  async finish(query: Record<string, string>, sealedState: string | undefined): Promise<SignedIn> {
    if (!query.code && !query.error) throw googleStateInvalid();
    const request: GoogleRequest = { query, sealedState, linkUserId: null };
    const outcome = await this.run(request);
    if (outcome.kind === 'refused' && isStateTrouble(outcome.why)) throw googleStateInvalid();
    if (outcome.kind !== 'signed-in') throw googleRefused();
    const user = await this.accounts.userOf(outcome.user, request.linkUserId);
    return { user, ...(await this.sessions.open(user.id)) };
  }

  private async linkedBy(ticket: string | undefined): Promise<number | null> {
    if (!ticket) return null;
    const link = await this.tickets.redeem(linkTicket, ticket);
    if (!link) throw ticketInvalid();
    return link.userId;
  }

  private async run(request: GoogleRequest): Promise<StrategyOutcome<GooglePerson>> {
    if (!this.strategy) throw googleRefused();
    const timeout = Promise.withResolvers<never>();
    const timer = setTimeout(() => timeout.reject(new Error('Google took too long')), providerMillis);
    try {
      return await Promise.race([runStrategy<GooglePerson>(this.strategy, request), timeout.promise]);
    } catch (cause) {
      if (cause instanceof Failure) throw cause;
      throw googleUnavailable({ cause });
    } finally {
      clearTimeout(timer);
    }
  }
}

function isStateTrouble(why: unknown): boolean {
  return typeof why === 'object' && why !== null && 'reason' in why;
}

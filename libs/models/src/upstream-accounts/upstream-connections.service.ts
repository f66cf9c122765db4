import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import {
  CONFIGURATION,
  outboundAgent,
  type Configuration,
  type OutboundAgentOptions,
  type OutboundPolicy,
} from '@onegate/platform';
import type { UpstreamTimeouts } from '../routing/route.js';
import { GoogleTokens } from './google-tokens.js';
import { factsOf } from './provider-kinds.js';
import { signInUnreadable } from './sign-in.errors.js';
import { upstreamPolicy } from './upstream-policy.js';
import { UpstreamSecrets, type AccountSecrets } from './upstream-secrets.service.js';
import { signInHeaders, type SigningAccount, type UpstreamRequest } from './upstream-sign-in.js';

export interface CalledAccount extends SigningAccount {
  readonly id: number;
}

type UpstreamAgent = ReturnType<typeof outboundAgent>;

/** What a call needs to reach a provider: headers that sign it in, and connections that go only where they may. */
@Injectable()
export class UpstreamConnections implements OnApplicationShutdown {
  readonly policy: OutboundPolicy;
  private readonly tokens: GoogleTokens;
  private readonly agents = new Map<string, UpstreamAgent>();

  constructor(
    private readonly secrets: UpstreamSecrets,
    @Inject(CONFIGURATION) config: Configuration,
  ) {
    this.policy = upstreamPolicy(config);
    this.tokens = new GoogleTokens(this.policy);
  }

  /** Every header of the account for this call: those of its provider, its own, and those that sign it in. */
  async headersFor(account: CalledAccount, request: UpstreamRequest): Promise<Record<string, string>> {
    const secrets = await this.secrets.of(account.id);
    if (!secrets) throw signInUnreadable();
    return this.headersWith(account, secrets, request);
  }

  /** The same with secrets that are not in use yet, or not any more. */
  async headersWith(
    account: SigningAccount,
    secrets: AccountSecrets,
    request: UpstreamRequest,
  ): Promise<Record<string, string>> {
    const signIn = await signInHeaders({ account, secrets, request, tokens: this.tokens });
    return { ...factsOf(account.kind).headers, ...secrets.headers, ...signIn };
  }

  /** Connections are shared by accounts of the same time-outs. */
  agentFor({ connectMs, firstByteMs, idleMs }: UpstreamTimeouts): UpstreamAgent {
    const name = [connectMs, firstByteMs, idleMs].join('/');
    const known = this.agents.get(name);
    if (known) return known;
    const options: OutboundAgentOptions = {
      connectTimeoutMs: connectMs,
      headersTimeoutMs: firstByteMs,
      bodyTimeoutMs: idleMs,
      connections: 1_024,
    };
    const agent = outboundAgent(this.policy, options);
    this.agents.set(name, agent);
    return agent;
  }

  async onApplicationShutdown(): Promise<void> {
    await Promise.all([...this.agents.values()].map((agent) => agent.destroy()));
  }
}

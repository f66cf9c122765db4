import { Injectable } from '@nestjs/common';
import { guardedFetch } from '@onegate/platform';
import type { SmallCall } from './small-calls.js';
import { UpstreamConnections } from './upstream-connections.service.js';
import type { AccountSecrets } from './upstream-secrets.service.js';
import type { SigningAccount } from './upstream-sign-in.js';

const connectMs = 5_000;
const totalMs = 15_000;
const mostBytes = 8 * 1024 * 1024;

export interface SmallAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
  readonly latencyMs: number;
}

/** Makes the calls by which accounts are tested and watched: patient for seconds only, and never led elsewhere. */
@Injectable()
export class SmallCalls {
  constructor(private readonly connections: UpstreamConnections) {}

  async send(account: SigningAccount, secrets: AccountSecrets, call: SmallCall): Promise<SmallAnswer> {
    const startedAt = performance.now();
    const signed = await this.connections.headersWith(account, secrets, call);
    const answer = await guardedFetch(this.connections.policy, call.url, {
      method: call.method,
      headers: { ...call.headers, ...signed },
      ...(call.body === undefined ? {} : { body: call.body }),
      agent: this.connections.agentFor({ connectMs, firstByteMs: totalMs, idleMs: totalMs, totalMs }),
      totalTimeoutMs: totalMs,
      maxResponseBytes: mostBytes,
      maxRedirects: 0,
    });
    const text = await answer.text();
    const headers = Object.fromEntries(answer.headers);
    return { status: answer.status, headers, text, latencyMs: Math.round(performance.now() - startedAt) };
  }
}

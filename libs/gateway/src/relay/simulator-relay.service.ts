import { Inject, Injectable } from '@nestjs/common';
import type { Readable } from 'node:stream';
import { CONFIGURATION, defineFailure, type Configuration } from '@onegate/platform';
import { request } from 'undici';

const noUpstream = defineFailure(
  'gateway.no_upstream',
  'unavailable',
  'No provider is configured that could answer this call.',
);
const upstreamOutOfReach = defineFailure(
  'gateway.upstream',
  'upstream_failed',
  'The provider could not be reached.',
);

/** The calls that the simulated provider answers in the protocol of its clients. */
export type RelayedPath = '/v1/chat/completions' | '/v1/messages' | '/v1/messages/count_tokens';

export interface RelayedAnswer {
  readonly status: number;
  readonly contentType: string;
  readonly body: Readable;
}

/** Hands a call on to the built-in simulated provider, and its answer back as it comes. */
@Injectable()
export class SimulatorRelay {
  constructor(@Inject(CONFIGURATION) private readonly config: Configuration) {}

  async send(path: RelayedPath, body: unknown, gone: AbortSignal): Promise<RelayedAnswer> {
    const { simulator, runtime } = this.config;
    if (!simulator.url || runtime.mode === 'production') throw noUpstream();
    try {
      const answer = await request(`${simulator.url}${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: 'Bearer simulated' },
        body: JSON.stringify(body),
        signal: gone,
      });
      const contentType = String(answer.headers['content-type'] ?? 'application/json');
      return { status: answer.statusCode, contentType, body: answer.body };
    } catch (cause) {
      throw upstreamOutOfReach({ cause });
    }
  }
}

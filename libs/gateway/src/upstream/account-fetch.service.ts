import { Injectable } from '@nestjs/common';
import { UpstreamConnections, type Route } from '@onegate/models';
import { fetch as dispatchedFetch } from 'undici';
import type { ProviderFetch } from '../translation/providers/provider-fetch.js';

/** A `fetch` that calls as an account does: signed in, guarded, within its time-outs, and never led elsewhere. */
@Injectable()
export class AccountFetch {
  constructor(private readonly connections: UpstreamConnections) {}

  for({ account }: Route, further: Readonly<Record<string, string>> = {}): ProviderFetch {
    const send = async (input: string | URL | Request, init: RequestInit = {}): Promise<Response> => {
      const url = input instanceof Request ? input.url : String(input);
      const method = init.method ?? 'GET';
      const body = typeof init.body === 'string' ? init.body : undefined;
      const signed = await this.connections.headersFor(account, {
        method,
        url,
        ...(body === undefined ? {} : { body }),
      });
      const answer = await dispatchedFetch(url, {
        method,
        headers: { ...(init.headers as Record<string, string>), ...further, ...signed },
        ...(body === undefined ? {} : { body }),
        ...(init.signal ? { signal: init.signal } : {}),
        redirect: 'error',
        dispatcher: this.connections.agentFor(account.timeouts),
      });
      return answer;
    };
    return send;
  }
}

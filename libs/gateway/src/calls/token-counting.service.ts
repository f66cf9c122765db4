import { Injectable } from '@nestjs/common';
import { accountOfKey } from '@onegate/billing';
import {
  factsOf,
  ModelsService,
  RouteChooser,
  routeHeaders,
  type CatalogModel,
  type Route,
} from '@onegate/models';
import { withFields } from '../json/json-text.js';
import { headersUp } from '../routes/passed-headers.js';
import { Trouble } from '../upstream/trouble.js';
import { UpstreamCalls } from '../upstream/upstream-calls.service.js';
import { promptTokens } from '../usage-reading/prompt-tokens.js';
import { tokenizer } from '../usage-reading/tokenizer.js';
import { modelMissing } from './call.errors.js';
import type { GatewayAnswer, GatewayCall } from './gateway-call.js';

const patienceMs = 15_000;
const json = { 'content-type': 'application/json; charset=utf-8' };

/** Says how many tokens a prompt has: by its provider where that can be asked, else by our own count. It costs nothing. */
@Injectable()
export class TokenCounting {
  constructor(
    private readonly models: ModelsService,
    private readonly chooser: RouteChooser,
    private readonly upstream: UpstreamCalls,
  ) {}

  async count(call: GatewayCall): Promise<GatewayAnswer> {
    const [name] = call.protocol.terms(call.body).models;
    if (name === undefined) throw modelMissing();
    const model = await this.models.offered(name);
    const route = await this.routeThatCounts(model, call);
    const told = route ? await this.askedAt(route, call) : null;
    return told ?? this.counted(call);
  }

  private async routeThatCounts(model: CatalogModel, { principal }: GatewayCall): Promise<Route | undefined> {
    const account = accountOfKey(principal);
    const { candidates } = await this.chooser.choose(model, {
      tenantId: account.kind === 'organization' ? account.id : null,
      accepts: ({ account: { kind } }) => factsOf(kind).protocols['anthropic-count-tokens'] !== undefined,
    });
    return candidates[0];
  }

  /** A provider that cannot tell now is no reason to fail; one that says what is wrong with the request is. */
  private async askedAt(route: Route, call: GatewayCall): Promise<GatewayAnswer | null> {
    try {
      const { headers, body } = await this.upstream.send({
        route,
        protocol: 'anthropic-count-tokens',
        body: withFields(call.sent, { model: route.upstreamName }),
        contentType: 'application/json',
        headers: headersUp(call.headers, route.account.kind),
        signal: AbortSignal.timeout(patienceMs),
      });
      const contentType = String(headers['content-type'] ?? json['content-type']);
      return {
        status: 200,
        headers: { 'content-type': contentType, ...routeHeaders(route) },
        body: await body.text(),
      };
    } catch (thrown) {
      if (thrown instanceof Trouble && thrown.outcome === 'rejected') throw thrown.failure;
      return null;
    }
  }

  private async counted({ protocol, body }: GatewayCall): Promise<GatewayAnswer> {
    const tokens = Math.ceil(promptTokens(protocol.name, body, await tokenizer()));
    return { status: 200, headers: json, body: JSON.stringify({ input_tokens: tokens }) };
  }
}

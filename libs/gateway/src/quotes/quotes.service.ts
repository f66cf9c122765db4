import { Injectable } from '@nestjs/common';
import { accountOfKey } from '@onegate/billing';
import { noRoute, noRouteFree, RouteChooser, type CatalogModel, type Route } from '@onegate/models';
import { Failure, type NanoUsd } from '@onegate/platform';
import { Admission, type AdmissionPreview, type CallAsk } from '@onegate/usage';
import { CallAsks, type AskedCall } from '../calls/call-asks.service.js';
import type { GatewayCall } from '../calls/gateway-call.js';
import { passes, serves } from '../routes/protocol-support.service.js';

/** What would become of a call, as far as that can be told without making it. */
export interface Quote {
  /** Why it would not be made; `null` for one that would. */
  readonly refusal: Failure | null;
  /** The first of those asked for. */
  readonly model: CatalogModel;
  readonly promptTokens: number;
  /** The most answer that would be paid for; `null` leaves it to the model. */
  readonly maxOutputTokens: number | null;
  readonly route: Route | null;
  readonly isTranslated: boolean;
  /** `null` where it was refused before its price was looked at. */
  readonly highestCostNano: NanoUsd | null;
  /** As the headers of the call would tell them. */
  readonly limits: Readonly<Record<string, string>>;
}

type Preview = Omit<AdmissionPreview, 'highestCostNano'> & { readonly highestCostNano: NanoUsd | null };

/** Says what a call would cost at most and whether it would pass. Holds nothing and calls nobody. */
@Injectable()
export class Quotes {
  constructor(
    private readonly asks: CallAsks,
    private readonly admission: Admission,
    private readonly chooser: RouteChooser,
  ) {}

  /** Fails as the call itself would, for what no limit and no money can mend. */
  async quote(call: GatewayCall): Promise<Quote> {
    const asked = await this.asks.of(call);
    const preview = await this.preview(asked.ask);
    const way = await this.way(asked, preview.maxOutputTokens);
    const refusal = preview.refusal ?? way.refusal;
    return {
      refusal: refusal instanceof Failure ? refusal : null,
      model: way.model,
      promptTokens: asked.promptTokens,
      maxOutputTokens: preview.maxOutputTokens,
      route: way.route,
      isTranslated: way.route !== null && !passes(way.route, call.protocol),
      highestCostNano: preview.highestCostNano,
      limits: preview.headers,
    };
  }

  private async preview(ask: CallAsk): Promise<Preview> {
    try {
      return await this.admission.preview(ask);
    } catch (thrown) {
      if (!(thrown instanceof Failure)) throw thrown;
      return {
        isAdmitted: false,
        refusal: thrown,
        maxOutputTokens: null,
        highestCostNano: null,
        headers: thrown.headers,
      };
    }
  }

  /** The first of the models that a provider could take now. */
  private async way(
    { call, terms, models, promptTokens }: AskedCall,
    maxOutputTokens: number | null,
  ): Promise<Way> {
    const account = accountOfKey(call.principal);
    const ways: Way[] = [];
    for (const model of models) {
      const { candidates, hindered } = await this.chooser.choose(model, {
        tenantId: account.kind === 'organization' ? account.id : null,
        tokens: promptTokens + (maxOutputTokens ?? 0),
        stickyKey: terms.thread,
        accepts: (route) => serves(route, call.protocol),
      });
      const [route] = candidates;
      if (route) return { model, route, refusal: null };
      const refused = hindered.length === 0 ? noRoute : noRouteFree;
      ways.push({ model, route: null, refusal: refused({ model: model.slug }) });
    }
    const [first] = ways;
    if (!first) throw new Error('A call without a model');
    return first;
  }
}

interface Way {
  readonly model: CatalogModel;
  readonly route: Route | null;
  readonly refusal: Failure | null;
}

import { Injectable } from '@nestjs/common';
import { accountOfKey } from '@onegate/billing';
import type { RouteLease } from '@onegate/models';
import { CallTracing, type CallTrace } from '@onegate/platform';
import { Admission, AdmissionMetrics, outputAsked, type AdmittedCall } from '@onegate/usage';
import { RouteTries } from '../routes/route-tries.service.js';
import { errorWord, operationWord } from '../tracing/gen-ai-words.js';
import { CallAsks, type AskedCall } from './call-asks.service.js';
import type { GatewayCall } from './gateway-call.js';

/** A call that may be made. */
export interface BegunCall {
  readonly asked: AskedCall;
  readonly admitted: AdmittedCall;
  readonly trace: CallTrace;
  /** The organization that pays, whose own accounts at providers may answer. */
  readonly tenantId: number | null;
  /** A place for its first try, where one could be had without knowing whether the call may be made. */
  readonly ahead: RouteLease | null;
}

/** The first steps of a call: what it asks for, and whether it may. */
@Injectable()
export class CallBeginning {
  constructor(
    private readonly asks: CallAsks,
    private readonly admission: Admission,
    private readonly tracing: CallTracing,
    private readonly metrics: AdmissionMetrics,
    private readonly tries: RouteTries,
  ) {}

  async begin(call: GatewayCall): Promise<BegunCall> {
    const trace = this.tracing.begin(call.headers);
    try {
      const asked = await this.asks.of(call);
      trace.asked(askedFacts(asked));
      const tenantId = tenantOf(call);
      const placing = this.tries.placeAhead({ ...asked, tenantId, tokens: mostTokens(asked) });
      const admitted = await trace.part('admission', () => this.admit(asked, placing));
      return { asked, admitted, trace, tenantId, ahead: await placing };
    } catch (thrown) {
      trace.failed(errorWord(thrown));
      throw thrown;
    }
  }

  /** Refused, it leaves the place to others. */
  private async admit({ ask }: AskedCall, placing: Promise<RouteLease | null>): Promise<AdmittedCall> {
    try {
      return await this.metrics.timed(this.admission.admit(ask));
    } catch (refusal) {
      void placing.then((lease) => lease?.release({ outcome: 'unused', tokens: 0 }));
      throw refusal;
    }
  }
}

function tenantOf({ principal }: GatewayCall): number | null {
  const account = accountOfKey(principal);
  return account.kind === 'organization' ? account.id : null;
}

function mostTokens({ promptTokens, ask }: AskedCall): number {
  return promptTokens + (outputAsked(ask.estimate) ?? 0);
}

function askedFacts({ ask }: AskedCall) {
  return {
    eventId: ask.eventId,
    operation: operationWord(ask.operation),
    model: ask.requestedModel,
    isStream: ask.isStream,
    maxOutputTokens: ask.estimate.maxOutputTokens,
  };
}
